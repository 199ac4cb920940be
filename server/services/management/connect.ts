import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { ClusterName } from "#server/domain/cluster/spec.ts";
import { DomainError } from "#server/domain/errors.ts";
import { confirmedContext, ImportCluster, refuseFastClock } from "../cluster/import.ts";

export const ConnectManagement = ImportCluster.pick({
  kubeconfig: true,
  context: true,
  confirmedServer: true,
}).extend({ name: ClusterName });
export type ConnectManagement = z.infer<typeof ConnectManagement>;

/** Keeps the chosen context of a kubeconfig, sealed. Its checks make the first call. */
export async function connectManagement(app: App, input: ConnectManagement): Promise<{ id: string }> {
  authorise(app.actor, "administer", "connect a management cluster");
  refuseFastClock(app);
  const { yaml, server } = confirmedContext(input);
  const id = randomUUID();
  const { name } = input;
  const sealed = await app.managements.seal(id, yaml);
  const now = app.clock.now();
  const audit = { actor: app.actor, action: "management.connect", at: now, detail: { server } };
  const row = { id, name, server, sealed, createdBy: app.actor.name };
  if (!(await app.managementClusters.create(row, audit))) {
    throw new DomainError(
      "CONFLICT",
      `There is a management cluster named ${name} already. Choose another name.`,
    );
  }
  await app.live.publish("clusters");
  return { id };
}
