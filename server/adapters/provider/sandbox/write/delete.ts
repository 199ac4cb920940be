import type { Kind } from "../kind/kind.ts";
import { clone, equal, timestamp, valueAt, type Stored } from "../object.ts";
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

function checkPreconditions(kind: Kind, live: Stored, { uid, resourceVersion }: DeleteOptions): void {
  const { metadata } = live;
  const fails = (what: string, wanted: string, actual: string | undefined) =>
    conflict(
      kind,
      metadata.name,
      `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${actual ?? ""}`,
    );
  if (uid && uid !== metadata.uid) throw fails("UID", uid, metadata.uid);
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    throw fails("ResourceVersion", resourceVersion, metadata.resourceVersion);
}

/** The object as deletion marks it: deletionTimestamp, and the finalizers that the propagation asks for. */
function marked(core: Core, kind: Kind, live: Stored, propagation: Propagation | undefined): Stored {
  const next = clone(live);
  const finalizers = finalizersAfter(next, propagation);
  if (finalizers.length > 0) next.metadata.finalizers = finalizers;
  else delete next.metadata.finalizers;
  if (live.metadata.deletionTimestamp) return next;
  next.metadata.deletionTimestamp = timestamp(core.clock.now());
  next.metadata.deletionGracePeriodSeconds = 0;
  if (next.metadata.generation !== undefined) next.metadata.generation += 1;
  if (kind.storage === "namespaces") next["status"] = { ...Object(next["status"]), phase: "Terminating" };
  return next;
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
  how: DeleteOptions,
  options: WriteOptions,
): Promise<{ object: Stored; gone: boolean }> {
  const found = core.store.get(kind.storage, namespace, name);
  if (!found) throw notFound(kind, name);
  checkPreconditions(kind, found, how);
  await core.admit(
    { operation: "DELETE", kind, namespace, name, subresource: undefined, object: found, oldObject: found },
    options,
  );
  const live = core.store.get(kind.storage, namespace, name);
  if (!live) throw notFound(kind, name);
  checkPreconditions(kind, live, how);
  const next = marked(core, kind, live, how.propagation);
  const gone = !heldBack(next);
  if (options.dryRun) return { object: next, gone };
  if (gone) return { object: core.store.remove(kind.storage, live), gone };
  return { object: equal(next, live) ? live : core.store.put(kind.storage, next), gone };
}
