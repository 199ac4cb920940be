import type { App } from "#server/context.ts";
import { goingObjects } from "#server/adapters/provider/cluster-api/going-objects.ts";
import { authorise } from "#server/domain/actor.ts";
import { leftBehind, type LeftBehind } from "#server/domain/cluster/cluster-api/left-behind.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import type { ByName } from "./get.ts";
import { askManagement, readInside, readMachines } from "./plan-class-teardown.ts";
import { clusterNamed } from "./view.ts";

/** What giving up the teardown leaves, by name, read now. */
export async function planAbandon(app: App, { name }: ByName): Promise<LeftBehind> {
  authorise(app.actor, "read", "see clusters");
  return readLeft(app, await clusterNamed(app, name));
}

/** Only what Cluster API makes has more than its steps can say. */
export async function readLeft(app: App, row: ClusterRow): Promise<LeftBehind> {
  if (row.provider !== "cluster-api") return { groups: [], unread: [] };
  const [machines, inside, going] = await Promise.all([
    readMachines(app, row),
    readInside(app, row),
    askManagement(app, row, (access, own) => goingObjects(access, row, own)),
  ]);
  return leftBehind(machines, inside, going);
}
