import type { Kind } from "../kind/kind.ts";
import { clone, timestamp, valueAt, type Stored } from "../object.ts";
import { conflict, notFound } from "../status.ts";
import type { Core, WriteOptions } from "./core.ts";

export type Propagation = "Background" | "Foreground" | "Orphan";
export interface DeleteOptions {
  propagation?: Propagation | undefined;
  uid?: string | undefined;
  resourceVersion?: string | undefined;
}

const PROPAGATION_FINALIZERS = ["orphan", "foregroundDeletion"];

function finalizersAfter(live: Stored, propagation: Propagation | undefined): string[] {
  const own = (live.metadata.finalizers ?? []).filter((name) => !PROPAGATION_FINALIZERS.includes(name));
  if (propagation === "Orphan") return [...own, "orphan"];
  if (propagation === "Foreground") return [...own, "foregroundDeletion"];
  return propagation === undefined ? [...(live.metadata.finalizers ?? [])] : own;
}

const heldBack = (object: Stored): boolean => {
  const spec = object.kind === "Namespace" ? valueAt(object, "spec.finalizers") : undefined;
  return (object.metadata.finalizers?.length ?? 0) > 0 || (Array.isArray(spec) && spec.length > 0);
};

/** Removes an object whose deletion was asked for and whom no finalizer holds back any more; undefined if it stays. */
export function finishDelete(core: Core, kind: Kind, object: Stored): Stored | undefined {
  if (!object.metadata.deletionTimestamp || heldBack(object)) return undefined;
  return core.store.remove(kind.storage, object);
}

/**
 * Deletes at once, or marks with a deletionTimestamp what finalizers hold back. A pod ends at once: no kubelet stands behind it.
 * @returns the object as it is afterwards, and whether it is gone
 * @throws StatusError 404, or 409 when a precondition does not hold
 */
export async function deleteObject(
  core: Core,
  kind: Kind,
  namespace: string | undefined,
  name: string,
  { propagation, uid, resourceVersion }: DeleteOptions,
  options: WriteOptions,
): Promise<{ object: Stored; gone: boolean }> {
  const live = core.store.get(kind.storage, namespace, name);
  if (!live) throw notFound(kind, name);
  if (uid && uid !== live.metadata.uid)
    throw conflict(
      kind,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid ?? ""}`,
    );
  if (resourceVersion && resourceVersion !== live.metadata.resourceVersion)
    throw conflict(
      kind,
      name,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${live.metadata.resourceVersion ?? ""}`,
    );
  await core.admit(
    { operation: "DELETE", kind, namespace, name, subresource: undefined, object: live, oldObject: live },
    options,
  );
  const next = clone(core.store.get(kind.storage, namespace, name) ?? live);
  const finalizers = finalizersAfter(next, propagation);
  const alreadyMarked = next.metadata.deletionTimestamp !== undefined;
  const unchanged = alreadyMarked && finalizers.join() === (next.metadata.finalizers ?? []).join();
  if (finalizers.length > 0) next.metadata.finalizers = finalizers;
  else delete next.metadata.finalizers;
  if (!alreadyMarked) {
    next.metadata.deletionTimestamp = timestamp(core.clock.now());
    next.metadata.deletionGracePeriodSeconds = 0;
    if (next.metadata.generation !== undefined) next.metadata.generation += 1;
    if (kind.storage === "namespaces") next["status"] = { ...Object(next["status"]), phase: "Terminating" };
  }
  if (options.dryRun) return { object: next, gone: !heldBack(next) };
  if (!heldBack(next)) {
    if (!alreadyMarked) {
      delete next.metadata.deletionTimestamp;
      delete next.metadata.deletionGracePeriodSeconds;
    }
    return { object: core.store.remove(kind.storage, next), gone: true };
  }
  return { object: unchanged ? live : core.store.put(kind.storage, next), gone: false };
}
