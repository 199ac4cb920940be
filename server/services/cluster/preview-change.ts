import { dryRunCluster } from "#server/adapters/provider/cluster-api/cluster-object.ts";
import { findAutoscaler } from "#server/adapters/provider/cluster-api/operating.ts";
import type { Access } from "#server/adapters/provider/kube-access.ts";
import type { Tree } from "#server/adapters/kubernetes/resource.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { autoscalerWords } from "#server/domain/cluster/cluster-api/autoscaler.ts";
import type { ChangePreview } from "#server/domain/cluster/cluster-api/change-preview.ts";
import { changeWords, isFixed, upgradeWords } from "#server/domain/cluster/cluster-api/change-words.ts";
import { ClusterObject, PAUSED_MARK, pauseOf } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { clusterObjectOf } from "#server/domain/cluster/cluster-api/plan-object.ts";
import { shownChanges } from "#server/domain/resource/edit.ts";
import { changesBetween } from "#server/domain/resource/field-changes.ts";
import { askManagement } from "../management/ask.ts";
import type { ChangeCluster } from "./change.ts";
import { checksBefore, standingObject, type Standing } from "./standing-object.ts";
import { wantedSpec, type Wanted } from "./wanted.ts";

type Change = ChangeCluster["change"];
const CLUSTER_KIND = { group: "cluster.x-k8s.io", kind: "Cluster" };

/** What a change would do to a cluster that Cluster API made: in words, and field by field. Nothing is written. */
export async function previewChange(
  app: App,
  { name, change }: Pick<ChangeCluster, "name" | "change">,
): Promise<ChangePreview> {
  authorise(app.actor, "operate", "change a cluster");
  const wanted = await wantedSpec(app, name, change);
  const { row, management, spec, own, offered } = wanted;
  return askManagement(app, management, async (access) => {
    const standing = await standingObject(access, row, own);
    const checks = change.kind === "upgrade" ? checksBefore(row, standing, offered, change.version) : [];
    const possible = checks.every(({ ok }) => ok);
    const after = possible ? ((await dryRunCluster(access, row, spec, own)) as Tree) : undefined;
    return {
      generation: row.generation,
      words: after ? wordsOf(wanted, change, standing, after) : [],
      changes: after ? changesOf(wanted, standing, after) : [],
      checks,
      autoscaler: await autoscalerOf(access, wanted, change),
    };
  });
}

function wordsOf({ row, spec, offered }: Wanted, change: Change, standing: Standing, after: Tree): string[] {
  const { machines } = standing;
  if (change.kind === "upgrade")
    return upgradeWords(row.spec.kubernetesVersion, change.version, offered, machines.length);
  const words = changeWords(row.spec, spec, machines);
  const pause = change.kind === "pause" && !change.paused && pauseOf(ClusterObject.parse(after));
  if (!pause) return words;
  const by = pause === "annotation" ? `the annotation ${PAUSED_MARK}` : pause;
  return [
    ...words,
    `Yet somebody else paused it too, by ${by} of its Cluster object: it stays so until they resume it.`,
  ];
}

/** Told apart: what was asked for, and what its webhooks add to that. */
function changesOf({ row, spec, own }: Wanted, { live }: Standing, after: Tree) {
  const before = row.spec.clusterApi ?? own;
  const typed = changesBetween(clusterObjectOf(row, row.spec, before), clusterObjectOf(row, spec, own));
  return shownChanges(CLUSTER_KIND, { before: live, after, typed });
}

async function autoscalerOf(access: Access, { spec, management }: Wanted, change: Change) {
  if (change.kind !== "pools" || spec.pools.every(isFixed)) return null;
  return autoscalerWords(await findAutoscaler(access), management.name);
}
