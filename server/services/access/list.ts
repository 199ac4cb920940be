import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { AccessView } from "#server/domain/cluster/access.ts";
import type { ByName } from "../cluster/get.ts";
import { clusterNamed } from "../cluster/view.ts";

/** Who has been let into a cluster, how far and until when; the newest first. */
export async function listAccesses(app: App, { name }: ByName): Promise<AccessView[]> {
  authorise(app.actor, "read", "see who has access");
  const row = await clusterNamed(app, name);
  const rows = await app.accesses.list(row.id);
  return rows.map(({ id, personId, personName, extent, namespaces, until, givenAt, problem }) => ({
    id,
    personName,
    extent,
    namespaces,
    until,
    givenAt,
    problem,
    own: personId === app.actor.id,
  }));
}
