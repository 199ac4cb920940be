import { z } from "zod";
import { inspectKubeconfig as inspect } from "#server/adapters/provider/imported/kubeconfig.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";

/** Its size is judged where its sentence is: 256 KiB. */
export const InspectKubeconfig = z.object({ kubeconfig: z.string() });
export type InspectKubeconfig = z.infer<typeof InspectKubeconfig>;

/** What a pasted kubeconfig offers, before anything is called: the address is shown and confirmed first. */
export function inspectKubeconfig(app: App, { kubeconfig }: InspectKubeconfig) {
  authorise(app.actor, "operate", "import a cluster");
  return inspect(kubeconfig);
}
