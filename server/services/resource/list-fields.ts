import { z } from "zod";
import { readSchema } from "#server/adapters/kubernetes/resource-schema.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { fieldsAt, type SchemaField } from "#server/domain/resource/schema.ts";
import { KindTarget, kindIn, told } from "./target.ts";

export const ListFields = KindTarget.extend({
  /** Keys from the top, such as spec, template; places in lists are left out. */
  path: z.array(z.string().max(300)).max(40),
});
export type ListFields = z.infer<typeof ListFields>;

/** What may stand at a place of a kind, by its API server's own schema; nothing where it has none. */
export async function listFields(app: App, wish: ListFields): Promise<SchemaField[]> {
  authorise(app.actor, "read", "see the objects of clusters");
  const { cluster, kube, kind, signal } = await kindIn(app, wish);
  const schema = await told(cluster, () => readSchema(kube, kind, signal), "schema of it");
  return schema ? fieldsAt(schema.schemas, schema.root, wish.path) : [];
}
