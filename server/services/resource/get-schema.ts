import { readSchema } from "#server/adapters/kubernetes/resource-schema.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { prunedSchema, type KindSchema } from "#server/domain/resource/schema.ts";
import { type KindTarget, kindIn, told } from "./target.ts";

/** What a text of a kind is checked by while it is typed; null where its API server describes it not. */
export async function getSchema(app: App, wish: KindTarget): Promise<KindSchema | null> {
  authorise(app.actor, "read", "see the objects of clusters");
  const { cluster, kube, kind, signal } = await kindIn(app, wish);
  const schema = await told(cluster, () => readSchema(kube, kind, signal), "schema of it");
  return schema ? prunedSchema(schema) : null;
}
