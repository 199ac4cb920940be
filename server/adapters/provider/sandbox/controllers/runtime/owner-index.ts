import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { SandboxApi, StoreEvent } from "../../machine.ts";

export interface ObjectRef {
  plural: string;
  namespace: string | undefined;
  name: string;
}

/** Who exists, and who is owned by whom: kept by events, so that no controller scans all objects for its own. */
export interface OwnerIndex {
  observe: (plural: string, event: StoreEvent) => void;
  exists: (uid: string) => boolean;
  dependents: (ownerUid: string, plural?: string) => ObjectRef[];
}

export function createOwnerIndex(api: SandboxApi): OwnerIndex {
  const present = new Set<string>();
  const ownersOf = new Map<string, string[]>();
  const dependentsOf = new Map<string, Map<string, ObjectRef>>();

  function forget(uid: string): void {
    for (const owner of ownersOf.get(uid) ?? []) {
      const dependents = dependentsOf.get(owner);
      dependents?.delete(uid);
      if (dependents?.size === 0) dependentsOf.delete(owner);
    }
    ownersOf.delete(uid);
  }

  function note(plural: string, { metadata }: KubeObject): void {
    const uid = metadata.uid ?? "";
    present.add(uid);
    const owners = (metadata.ownerReferences ?? []).map((reference) => reference.uid);
    if (owners.length === 0 && !ownersOf.has(uid)) return;
    forget(uid);
    if (owners.length > 0) ownersOf.set(uid, owners);
    for (const owner of owners) {
      const dependents = dependentsOf.get(owner) ?? new Map<string, ObjectRef>();
      dependents.set(uid, { plural, namespace: metadata.namespace, name: metadata.name });
      dependentsOf.set(owner, dependents);
    }
  }

  for (const { plural } of api.kinds()) {
    for (const object of api.list(plural)) note(plural, object);
  }
  return {
    observe(plural, { type, object }) {
      if (type !== "DELETED") return note(plural, object);
      present.delete(object.metadata.uid ?? "");
      forget(object.metadata.uid ?? "");
    },
    exists: (uid) => present.has(uid),
    dependents: (ownerUid, plural) =>
      [...(dependentsOf.get(ownerUid)?.values() ?? [])].filter((ref) => !plural || ref.plural === plural),
  };
}
