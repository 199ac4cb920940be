import { removeBatches } from "#server/adapters/decision/batches.ts";
import { SYSTEM_NAMESPACE_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { removeObjects } from "#server/adapters/kubernetes/object-set.ts";
import type { Access } from "#server/adapters/provider/kube-access.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { AppliedObject } from "#server/domain/agent/view.ts";
import { DomainError } from "#server/domain/errors.ts";
import { PAUSED_ANNOTATION } from "#server/domain/job/annotations.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { AGENT_NAME, TLS_SECRET } from "#server/manifests/agent.ts";
import type { ByName } from "../cluster/get.ts";
import { releaseAll } from "../cluster/release-all.ts";
import { askCluster, findInstallation, importedCluster, objectsOf, refuseAnothers } from "./agent-in.ts";

/** Policies and scores are of these, and the control plane goes on writing them. */
const STAYS = ["Namespace", "CustomResourceDefinition"];
/** What the agent made for itself. */
const OF_THE_AGENT = [
  { apiVersion: "v1", kind: "Secret", metadata: { name: TLS_SECRET, namespace: SYSTEM_NAMESPACE } },
  {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: AGENT_NAME, namespace: SYSTEM_NAMESPACE },
  },
];

/**
 * Takes out exactly what was put in. First carbon-awareness is paused there, so that nobody holds a Job any more, and every held Job
 * starts; only then is anything deleted.
 */
export async function removeAgent(
  app: App,
  { name }: ByName,
): Promise<{ released: number; objects: AppliedObject[] }> {
  authorise(app.actor, "operate", "remove the agent");
  const row = await importedCluster(app, name);
  const installed = await askCluster(app, row, findInstallation);
  if (!installed) throw new DomainError("NOT_FOUND", `${row.name} has no agent to remove.`);
  refuseAnothers(installed);

  await askCluster(app, row, (access) => setPaused(access, "true"));
  const { released } = await releaseAll(app, { name });
  const ours = objectsOf(row, { name, image: "any:any", dryRun: false }).filter(
    ({ kind }) => !STAYS.includes(kind),
  );
  const objects = await askCluster(app, row, async (access) => {
    const removed = await removeObjects(access, [...OF_THE_AGENT, ...ours]);
    await removeBatches(access.client, access.signal);
    if (!row.carbonPaused) await setPaused(access, null);
    return removed;
  });
  await app.audit.add(row.name, {
    actor: app.actor,
    action: "agent.remove",
    at: app.clock.now(),
    detail: { released, refused: objects.filter(({ outcome }) => outcome === "refused").length },
  });
  await app.live.publish("clusters");
  return { released, objects };
}

const setPaused = ({ client, signal }: Access, paused: "true" | null) =>
  client.patch(
    SYSTEM_NAMESPACE_PATH,
    { metadata: { annotations: { [PAUSED_ANNOTATION]: paused } } },
    "application/merge-patch+json",
    { signal },
  );
