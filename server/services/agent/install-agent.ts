import { findInstallation, partsToInstall } from "#server/adapters/kubernetes/agent-installation.ts";
import { applyObjects } from "#server/adapters/kubernetes/object-set.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { AppliedObject } from "#server/domain/agent/view.ts";
import { type AgentWish, askCluster, writableCluster, refuseAnothers } from "./agent-in.ts";

/** Installs the agent, or brings the one of ours to this image: each object with its outcome. */
export async function installAgent(app: App, wish: AgentWish): Promise<AppliedObject[]> {
  authorise(app.actor, "operate", "install the agent");
  const row = await writableCluster(app, wish.name);
  const { outcomes, upgraded } = await askCluster(app, row, async (access) => {
    const installed = await findInstallation(access);
    refuseAnothers(installed);
    return { outcomes: await applyObjects(access, partsToInstall(row, wish)), upgraded: installed !== null };
  });
  await app.audit.add(row.name, {
    actor: app.actor,
    action: upgraded ? "agent.upgrade" : "agent.install",
    at: app.clock.now(),
    detail: {
      image: wish.image,
      dryRun: wish.dryRun,
      refused: outcomes.filter(({ outcome }) => outcome === "refused").length,
    },
  });
  await app.live.publish("clusters");
  return outcomes;
}
