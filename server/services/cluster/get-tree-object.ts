import { stringify } from "yaml";
import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { shownObject } from "#server/domain/cluster/cluster-api/tree/shown-object.ts";
import { DomainError } from "#server/domain/errors.ts";
import { madeCluster, readTreeOf } from "./object-tree.ts";

export const GetTreeObject = z.object({
  name: z.string().min(1).max(200),
  uid: z.string().min(1).max(200),
});
export type GetTreeObject = z.infer<typeof GetTreeObject>;

export interface TreeObjectView {
  kind: string;
  name: string;
  namespace: string;
  yaml: string;
}

/** One object of the tree as YAML. Only what is in the tree can be asked for: the rest of the management cluster is not shown here. */
export async function getTreeObject(app: App, { name, uid }: GetTreeObject): Promise<TreeObjectView> {
  authorise(app.actor, "read", "see the objects of clusters");
  const reading = await readTreeOf(app, await madeCluster(app, name));
  const object = reading?.raw.get(uid);
  if (!object)
    throw new DomainError("NOT_FOUND", `${name} has no such object any more. It may have been replaced.`);
  const { kind, metadata } = object;
  const yaml = stringify(shownObject(object), { lineWidth: 0, aliasDuplicateObjects: false });
  return { kind, name: metadata.name, namespace: metadata.namespace ?? "", yaml };
}
