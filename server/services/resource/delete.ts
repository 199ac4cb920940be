import { z } from "zod";
import { deleteObject } from "#server/adapters/kubernetes/resource.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { refuseLocked } from "../cluster/view.ts";
import { kindIn, nameOf, ObjectTarget, placeOf, told } from "./target.ts";

export const DeleteResource = ObjectTarget.extend({
  /** Of the object that was looked at. */
  uid: z.string().min(1).max(100),
  /** Its name, typed. */
  confirm: z.string().max(253),
});
export type DeleteResource = z.infer<typeof DeleteResource>;

/** Asks the cluster to delete it; what it owns goes after it, and finalizers are waited for by the cluster itself. */
export async function deleteResource(app: App, wish: DeleteResource): Promise<void> {
  authorise(app.actor, "operate", "delete objects of clusters");
  if (wish.confirm !== wish.name)
    throw new DomainError("BAD_REQUEST", `Type ${wish.name} to confirm. Nothing was deleted.`);
  const { cluster, kube, kind, signal } = await kindIn(app, wish);
  refuseLocked(cluster);
  const place = placeOf(kind, wish);
  await told(cluster, () => deleteObject(kube, kind, place, wish.uid, signal), nameOf(kind, place));
  await app.audit.add(`${nameOf(kind, place)} on ${cluster.name}`, {
    actor: app.actor,
    action: "resource.delete",
    at: app.clock.now(),
  });
}
