import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { ByName } from "./get.ts";
import { clusterNamed } from "./view.ts";

/** The credentials themselves, of a simulated cluster, for kubectl; who took them is kept. @throws DomainError for any other */
export async function downloadKubeconfig(
  app: App,
  { name }: ByName,
): Promise<{ filename: string; yaml: string }> {
  authorise(app.actor, "operate", "download a kubeconfig");
  const row = await clusterNamed(app, name);
  if (row.provider !== "sandbox") {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `What is stored of ${name} is for this console alone. Get a kubeconfig of your own, which ends by itself, on its page.`,
    );
  }
  const yaml = await app.kubeconfigs.find(row.id);
  if (!yaml) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${name} has no kubeconfig yet: its API server has not started.`,
    );
  }
  await app.audit.add(name, { actor: app.actor, action: "cluster.kubeconfig", at: app.clock.now() });
  return { filename: `${name}.kubeconfig`, yaml };
}
