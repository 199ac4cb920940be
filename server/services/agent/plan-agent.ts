import { findInstallation, partsToInstall } from "#server/adapters/kubernetes/agent-installation.ts";
import { planObjects } from "#server/adapters/kubernetes/object-set.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { AgentPlan } from "#server/domain/agent/view.ts";
import { type AgentWish, askCluster, writableCluster, refuseAnothers } from "./agent-in.ts";

/** What an installation would change in the cluster, object by object. Nothing is written. */
export async function planAgent(app: App, wish: AgentWish): Promise<AgentPlan> {
  authorise(app.actor, "operate", "install the agent");
  const row = await writableCluster(app, wish.name);
  return askCluster(app, row, async (access) => {
    const installed = await findInstallation(access);
    refuseAnothers(installed);
    return { installed, objects: await planObjects(access, partsToInstall(row, wish)) };
  });
}
