import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { removeBatches } from "#server/adapters/decision/batches.ts";
import { findInstallation, installedParts } from "#server/adapters/kubernetes/agent-installation.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import type { AgentObject } from "#server/manifests/agent-chart/render.ts";
import { refusalOf, type AgentInstallation } from "#server/domain/agent/view.ts";
import { counted } from "#server/domain/cluster/words.ts";
import { TerminalError } from "#server/domain/errors.ts";
import type { Access } from "../../kube-access.ts";
import { isOfConsole, removeWhole } from "./whose.ts";

/** What the agent wrote itself bears no mark of the console. */
const OWN_WRITES = ["Secret", "Lease"];

/** The sentence for an agent that is not ours to touch; undefined where it is, or where there is none. */
export function leftToOthers(installed: AgentInstallation | null): string | undefined {
  if (!installed || !refusalOf(installed)) return undefined;
  return installed.owner === "helm"
    ? "Helm installed the agent: it is left to Helm."
    : "The agent was installed by other means: it is left to them.";
}

/** Takes out what this console put in, in reverse order: first nobody asks the agent, last go its rights. */
export async function takeOutAgent(access: Access): Promise<string> {
  const others = leftToOthers(await findInstallation(access));
  if (others) return others;
  const paths = await installedPaths(access);
  for (const path of paths) await removeWhole(access, path);
  await removeBatches(access.client, access.signal);
  return paths.length === 0
    ? "This console installed none."
    : `${counted(paths.length, "object")} of it taken out.`;
}

/** Of what one click puts in, all that is there and bears the console's mark; in the order in which it goes. */
export async function installedPaths(access: Access): Promise<string[]> {
  const present = await Promise.all(
    (await pathsOf(access)).map(async ({ path, object }) => {
      const found = await findObject(access, path);
      return found && (isOfConsole(found) || OWN_WRITES.includes(object.kind)) ? [path] : [];
    }),
  );
  return present.flat();
}

/** A kind that the cluster does not have has no object either. */
async function pathsOf({ client, signal }: Access): Promise<{ path: string; object: AgentObject }[]> {
  const pathOf = createObjectPaths(client, signal);
  const paths: { path: string; object: AgentObject }[] = [];
  for (const object of installedParts().toReversed()) {
    try {
      paths.push({ path: await pathOf(object), object });
    } catch (error) {
      if (!(error instanceof TerminalError)) throw error;
    }
  }
  return paths;
}
