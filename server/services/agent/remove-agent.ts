import { removeBatches } from "#server/adapters/decision/batches.ts";
import { findInstallation, installedParts } from "#server/adapters/kubernetes/agent-installation.ts";
import { SYSTEM_NAMESPACE_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { removeObjects } from "#server/adapters/kubernetes/object-set.ts";
import type { Access } from "#server/adapters/provider/kube-access.ts";
import { countHeldJobs } from "#server/adapters/provider/kube-look.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { AppliedObject } from "#server/domain/agent/view.ts";
import { DomainError } from "#server/domain/errors.ts";
import { PAUSED_ANNOTATION } from "#server/domain/job/annotations.ts";
import type { ByName } from "../cluster/get.ts";
import { releaseAll } from "../cluster/release-all.ts";
import { askCluster, writableCluster, refuseAnothers } from "./agent-in.ts";

/**
 * Takes out exactly what was put in. First carbon-awareness is paused there, so that nobody holds a Job any more, and every held Job
 * starts; only then is anything deleted.
 */
export async function removeAgent(
  app: App,
  { name }: ByName,
): Promise<{ released: number; objects: AppliedObject[] }> {
  authorise(app.actor, "operate", "remove the agent");
  const row = await writableCluster(app, name);
  const installed = await askCluster(app, row, findInstallation);
  if (!installed) throw new DomainError("NOT_FOUND", `${row.name} has no agent to remove.`);
  refuseAnothers(installed);

  const held = await askCluster(app, row, async (access) => {
    const count = await countHeldJobs(access);
    await setPaused(access, "true");
    return count ?? 0;
  });
  const { released: byUs } = await releaseAll(app, { name });
  const released = Math.max(held, byUs); // the agent itself lets them go once it hears of the pause
  const objects = await askCluster(app, row, async (access) => {
    const removed = await removeObjects(access, installedParts());
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
