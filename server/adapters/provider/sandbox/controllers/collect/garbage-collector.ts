import type { KubeObject, OwnerReference } from "#server/domain/kubernetes.ts";
import type { Controller, ControllerDeps } from "../runtime/controller.ts";
import type { ObjectRef } from "../runtime/owner-index.ts";

const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";

/** Deletes what nobody owns any more; waits for dependents of what is deleted in the foreground; frees those of what is orphaned. */
export function garbageCollector({ api, owners }: ControllerDeps): Controller {
  const served = ({ apiVersion, kind }: OwnerReference): string | undefined =>
    api.kinds().find((each) => each.kind === kind && apiVersionOf(each) === apiVersion)?.plural;

  /** An owner of a kind that is not served cannot be looked up: it counts as there. */
  const isGone = (owner: OwnerReference): boolean => served(owner) !== undefined && !owners.exists(owner.uid);

  function isWaiting(owner: OwnerReference, namespace: string | undefined): boolean {
    const plural = served(owner);
    if (!plural) return false;
    const object = api.get(plural, namespace, owner.name) ?? api.get(plural, undefined, owner.name);
    return object?.metadata.uid === owner.uid && isDeleting(object, FOREGROUND);
  }

  async function dropFinalizer({ plural, namespace, name }: ObjectRef, finalizer: string): Promise<void> {
    await api.update(plural, namespace, name, ({ metadata }) => {
      metadata.finalizers = (metadata.finalizers ?? []).filter((each) => each !== finalizer);
    });
  }

  async function dropOwners(
    { plural, namespace, name }: ObjectRef,
    uids: ReadonlySet<string>,
  ): Promise<void> {
    await api.update(plural, namespace, name, ({ metadata }) => {
      metadata.ownerReferences = (metadata.ownerReferences ?? []).filter(({ uid }) => !uids.has(uid));
    });
  }

  async function orphanDependents(ref: ObjectRef, uid: string): Promise<void> {
    for (const dependent of owners.dependents(uid)) await dropOwners(dependent, new Set([uid]));
    await dropFinalizer(ref, ORPHAN);
  }

  async function deleteDependentsFirst(ref: ObjectRef, uid: string): Promise<void> {
    let blocking = 0;
    for (const dependent of owners.dependents(uid)) {
      const object = api.get(dependent.plural, dependent.namespace, dependent.name);
      if (!object) continue;
      if (object.metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion))
        blocking += 1;
      if (!object.metadata.deletionTimestamp) await collect(dependent, object);
    }
    if (blocking === 0) await dropFinalizer(ref, FOREGROUND);
  }

  async function collect(ref: ObjectRef, { metadata }: KubeObject): Promise<void> {
    const gone = metadata.ownerReferences?.filter(isGone) ?? [];
    const waiting = metadata.ownerReferences?.filter((owner) => isWaiting(owner, ref.namespace)) ?? [];
    if (gone.length + waiting.length === 0) return;
    if (gone.length + waiting.length < (metadata.ownerReferences?.length ?? 0)) {
      return dropOwners(ref, new Set([...gone, ...waiting].map(({ uid }) => uid)));
    }
    const inForeground = waiting.length > 0 && owners.dependents(metadata.uid ?? "").length > 0;
    await api.delete(ref.plural, ref.namespace, ref.name, inForeground ? "Foreground" : "Background");
  }

  return {
    name: "garbage-collector",
    *keysOf(plural, { type, object }) {
      const { uid = "", ownerReferences = [], deletionTimestamp } = object.metadata;
      if (type === "DELETED") for (const ref of owners.dependents(uid)) yield keyOfRef(ref);
      else if (deletionTimestamp || ownerReferences.length > 0) yield keyOfRef(refOf(plural, object));
      for (const owner of ownerReferences) {
        const ownerPlural = type === "DELETED" ? served(owner) : undefined;
        if (!ownerPlural) continue;
        yield keyOfRef({ plural: ownerPlural, namespace: object.metadata.namespace, name: owner.name });
        yield keyOfRef({ plural: ownerPlural, namespace: undefined, name: owner.name });
      }
    },
    *allKeys() {
      for (const { plural } of api.kinds())
        for (const object of api.list(plural)) yield keyOfRef(refOf(plural, object));
    },
    async reconcile(key) {
      const ref = refOfKey(key);
      const object = api.get(ref.plural, ref.namespace, ref.name);
      if (!object) return undefined;
      if (isDeleting(object, ORPHAN)) await orphanDependents(ref, object.metadata.uid ?? "");
      else if (isDeleting(object, FOREGROUND)) await deleteDependentsFirst(ref, object.metadata.uid ?? "");
      else if (!object.metadata.deletionTimestamp) await collect(ref, object);
      return undefined;
    },
  };
}

const isDeleting = ({ metadata }: KubeObject, finalizer: string): boolean =>
  metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes(finalizer) ?? false);

const apiVersionOf = ({ group, version }: { group: string; version: string }): string =>
  group ? `${group}/${version}` : version;

const refOf = (plural: string, { metadata }: KubeObject): ObjectRef => ({
  plural,
  namespace: metadata.namespace,
  name: metadata.name,
});

const keyOfRef = ({ plural, namespace = "", name }: ObjectRef): string => `${plural}/${namespace}/${name}`;

function refOfKey(key: string): ObjectRef {
  const [plural = "", namespace = "", ...name] = key.split("/");
  return { plural, namespace: namespace || undefined, name: name.join("/") };
}
