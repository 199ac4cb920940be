import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { buildTree, isMoving } from "#server/domain/cluster/cluster-api/tree/build.ts";
import { describeCommand } from "#server/domain/cluster/cluster-api/tree/describe-command.ts";
import type { ObjectTreeView } from "#server/domain/cluster/cluster-api/tree/view.ts";
import type { ByName } from "./get.ts";
import { type MadeCluster, madeCluster, readTreeOf } from "./object-tree.ts";

/** What a management cluster has of a cluster, read now: nothing of it is kept here. */
export async function getObjectTree(app: App, { name }: ByName): Promise<ObjectTreeView> {
  authorise(app.actor, "read", "see the objects of clusters");
  const made = await madeCluster(app, name);
  const reading = await readTreeOf(app, made);
  const root = reading ? buildTree(reading.objects) : null;
  return {
    root,
    sentence: root ? null : absent(made),
    moving: root ? isMoving(root) : true,
    unread: reading?.unread ?? [],
    command: describeCommand(name, made.own.namespace),
    readAt: app.clock.now(),
  };
}

function absent({ row, own, management }: MadeCluster): string {
  const title = `${own.namespace}/${row.name}`;
  if (row.deletionRequestedAt) return `The Cluster object ${title} is gone from ${management.name}.`;
  return `${management.name} has no Cluster object ${title} of ours. Creating it is the first step.`;
}
