import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { upgradePath, upgradeProblem, upgradesFrom } from "#server/domain/cluster/cluster-api/version.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { managementRow } from "../management/ask.ts";
import { classNamed } from "./from-class.ts";
import type { ByName } from "./get.ts";
import { announce, clusterNamed, refuseWhileDeleting } from "./view.ts";

export const UpgradeCluster = z.object({ name: z.string().min(1).max(200), version: z.string().max(40) });
export type UpgradeCluster = z.infer<typeof UpgradeCluster>;

/** A version that the cluster may go to, with each that it goes through: every machine is replaced once for each. */
export interface UpgradeWay {
  version: string;
  through: string[];
}

/** Where a cluster may go from here, oldest first; none where its class lists no versions. */
export async function listUpgrades(app: App, { name }: ByName): Promise<UpgradeWay[]> {
  authorise(app.actor, "operate", "upgrade a cluster");
  const { row, offered } = await upgradable(app, name);
  const { kubernetesVersion: from } = row.spec;
  return upgradesFrom(from, offered).map((version) => ({
    version,
    through: upgradePath(from, version, offered),
  }));
}

/** States the wish for another version; the cluster loop brings it, control plane first. */
export async function upgradeCluster(app: App, { name, version }: UpgradeCluster): Promise<void> {
  authorise(app.actor, "operate", "upgrade a cluster");
  const { row, offered } = await upgradable(app, name);
  const { kubernetesVersion: from } = row.spec;
  if (from === version) return;
  const problem = upgradeProblem(from, version, offered);
  if (problem) throw new DomainError("BAD_REQUEST", problem);
  if (row.observedGeneration !== row.generation) {
    const sentence = `${name} is still on its way to what was last asked of it. Upgrade it once that is done.`;
    throw new DomainError("CONFLICT", sentence);
  }
  const spec = { ...row.spec, kubernetesVersion: version };
  const detail = { from, version };
  const audit = { actor: app.actor, action: "cluster.upgrade", at: app.clock.now(), detail };
  if (!(await app.clusters.saveSpec(row, spec, audit))) {
    throw new DomainError("CONFLICT", `${name} was changed by someone else meanwhile. Look at it again.`);
  }
  await announce(app, row);
}

async function upgradable(app: App, name: string): Promise<{ row: ClusterRow; offered: string[] }> {
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  const { clusterApi } = row.spec;
  if (!clusterApi) throw new DomainError("BAD_REQUEST", `${name} has the version that its provider has.`);
  const management = await managementRow(app, clusterApi.managementId);
  return { row, offered: (await classNamed(app, management, clusterApi.classRef)).versions };
}
