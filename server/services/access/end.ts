import { z } from "zod";
import { removeAccess } from "#server/adapters/provider/access/remove.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { accessWords, type AccessRow } from "#server/domain/cluster/access.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { askCluster } from "../agent/agent-in.ts";
import type { ByName } from "../cluster/get.ts";
import { clusterNamed } from "../cluster/view.ts";

export const EndAccess = z.object({ name: z.string().min(1).max(200), id: z.string().min(1).max(100) });
export type EndAccess = z.infer<typeof EndAccess>;

/** Its account goes, and with it every token of it: at once, not when its time is over. */
export async function endAccess(app: App, { name, id }: EndAccess): Promise<void> {
  authorise(app.actor, "read", "end an access");
  const row = await clusterNamed(app, name);
  const access = await app.accesses.find(id);
  if (!access || access.clusterId !== row.id) {
    throw new DomainError("NOT_FOUND", "That access has ended already.");
  }
  if (access.personId !== app.actor.id) authorise(app.actor, "administer", "end somebody else's access");
  await end(app, row, access);
}

/** All of one's own in a cluster; how many there were. */
export async function endOwnAccesses(app: App, { name }: ByName): Promise<number> {
  authorise(app.actor, "read", "end an access");
  const row = await clusterNamed(app, name);
  const own = (await app.accesses.list(row.id)).filter(({ personId }) => personId === app.actor.id);
  for (const access of own) await end(app, row, access);
  return own.length;
}

async function end(app: App, row: ClusterRow, access: AccessRow): Promise<void> {
  await askCluster(app, row, (reach) => removeAccess(reach, access));
  await app.accesses.remove(access.id, row.name, {
    actor: app.actor,
    action: "access.end",
    at: app.clock.now(),
    detail: { of: access.personName, extent: accessWords(access) },
  });
  await app.live.publish("clusters");
}
