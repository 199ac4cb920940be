import { findInstallation } from "#server/adapters/kubernetes/agent-installation.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { AgentInstallation } from "#server/domain/agent/view.ts";
import type { ByName } from "../cluster/get.ts";
import { askCluster, importedCluster } from "./agent-in.ts";

/** The agent that an imported cluster has, whoever brought it; null where there is none. */
export async function getAgent(app: App, { name }: ByName): Promise<AgentInstallation | null> {
  authorise(app.actor, "read", "see clusters");
  return askCluster(app, await importedCluster(app, name), findInstallation);
}
