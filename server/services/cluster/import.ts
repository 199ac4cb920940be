import { randomUUID } from "node:crypto";
import { z } from "zod";
import { extractContext } from "#server/adapters/provider/imported/kubeconfig.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { ClusterName, specOfSize } from "#server/domain/cluster/spec.ts";
import { DomainError } from "#server/domain/errors.ts";
import { nameTaken, refuseUnknownZone, ZoneName } from "./create.ts";
import { announce } from "./view.ts";

export const ImportCluster = z.object({
  name: ClusterName,
  zone: ZoneName,
  kubeconfig: z.string(),
  context: z.string().min(1).max(253).optional(),
  /** The address a person saw and agreed to; nothing else is called. */
  confirmedServer: z.string().min(1).max(2_000),
});
export type ImportCluster = z.infer<typeof ImportCluster>;

/** Keeps the chosen context, sealed; the cluster loop makes the first call. */
export async function importCluster(app: App, input: ImportCluster): Promise<{ name: string }> {
  const { name, zone } = input;
  authorise(app.actor, "operate", "import a cluster");
  refuseFastClock(app);
  await refuseUnknownZone(app, zone);
  const { yaml, server } = confirmedContext(input);
  const id = randomUUID();
  const secrets = [await app.kubeconfigs.seal(id, yaml)];
  const spec = specOfSize("small"); // its pools are not ours: the spec of an imported cluster is not acted on
  const cluster = { id, name, provider: "imported" as const, zone, spec, createdBy: app.actor.name, secrets };
  const audit = { actor: app.actor, action: "cluster.import", at: app.clock.now(), detail: { zone, server } };
  if (!(await app.clusters.create(cluster, audit))) throw await nameTaken(app, name);
  await announce(app, { id });
  return { name };
}

/** The chosen context, which leads to the address that a person agreed to. @throws DomainError */
export function confirmedContext({
  kubeconfig,
  context,
  confirmedServer,
}: Pick<ImportCluster, "kubeconfig" | "context" | "confirmedServer">): { yaml: string; server: string } {
  const extracted = extractContext(kubeconfig, context);
  if (confirmedServer.replace(/\/+$/, "") === extracted.server) return extracted;
  throw new DomainError(
    "PRECONDITION_FAILED",
    `The kubeconfig leads to ${extracted.server}, which is not the confirmed ${confirmedServer.slice(0, 200)}. Look at it again.`,
  );
}

export function refuseFastClock(app: App): void {
  if (app.clock.rate === 1) return;
  throw new DomainError(
    "PRECONDITION_FAILED",
    `This console's clock runs ${app.clock.rate} times as fast, so it takes simulated clusters only.`,
  );
}
