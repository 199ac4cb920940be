import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Kind } from "./kind/kind.ts";
import type { SandboxApi, StoreEvent } from "./machine.ts";
import { clone, type Stored } from "./object.ts";
import { trackUpdate } from "./patch/managed.ts";
import { noSuchPath, StatusError } from "./status.ts";
import type { Core, WriteOptions } from "./write/core.ts";
import { createObject } from "./write/create.ts";
import { deleteObject } from "./write/delete.ts";
import { updateObject, type Subresource } from "./write/update.ts";

const INSIDE: WriteOptions = {
  manager: "kube-controller-manager",
  dryRun: false,
  fieldValidation: "Ignore",
  warn: () => {},
  internal: true,
};

const WRITER = { manager: INSIDE.manager, operation: "Update" as const };
const isNotFound = (error: unknown) => error instanceof StatusError && error.status === 404;

/** The door for controllers in the same process. */
export function createSandboxApi(core: Core): SandboxApi {
  const kindOf = (plural: string): Kind => {
    const kind = core.registry.byPlural(plural);
    if (!kind) throw noSuchPath();
    return kind;
  };
  const trackerFor = (kind: Kind, subresource?: Subresource) => (before: Stored | undefined, next: Stored) =>
    trackUpdate(kind, kind.schema(), before, next, { ...WRITER, subresource }, core.clock.now());

  async function change<T extends KubeObject>(
    plural: string,
    namespace: string | undefined,
    name: string,
    subresource: Subresource,
    edit: (object: T) => void,
  ): Promise<T | undefined> {
    const kind = core.registry.byPlural(plural);
    if (!kind || !core.store.get(kind.storage, namespace, name)) return undefined;
    try {
      const produce = (live: Stored) => {
        const object = clone(live);
        delete object.metadata.resourceVersion;
        edit(object as unknown as T);
        return { object, track: trackerFor(kind, subresource) };
      };
      const written = await updateObject(core, kind, namespace, name, subresource, produce, INSIDE);
      return written as unknown as T;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  return {
    kinds: () => core.registry.all().filter(({ version, storageVersion }) => version === storageVersion),
    get<T extends KubeObject>(plural: string, namespace: string | undefined, name: string) {
      const kind = core.registry.byPlural(plural);
      return kind && (core.store.get(kind.storage, namespace, name) as unknown as T | undefined);
    },
    list<T extends KubeObject>(plural: string, namespace?: string) {
      const kind = core.registry.byPlural(plural);
      return (kind ? core.store.list(kind.storage, namespace) : []) as unknown as readonly T[];
    },
    async create<T extends KubeObject>(object: T) {
      const kind = core.registry.byKind(object.apiVersion, object.kind);
      if (!kind) throw noSuchPath();
      const namespace = kind.namespaced ? object.metadata.namespace : undefined;
      const made = await createObject(core, kind, namespace, object, INSIDE, (next) =>
        trackerFor(kind)(undefined, next),
      );
      return made as unknown as T;
    },
    update: (plural, namespace, name, edit) => change(plural, namespace, name, undefined, edit),
    updateStatus: (plural, namespace, name, edit) => change(plural, namespace, name, "status", edit),
    async delete(plural, namespace, name, propagation = "Background") {
      try {
        await deleteObject(core, kindOf(plural), namespace, name, { propagation }, INSIDE);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
    onEvent: (listener) =>
      core.store.subscribe(({ storage, type, object }) => {
        const plural = core.registry.all().find((kind) => kind.storage === storage)?.plural;
        if (plural) listener(plural, { type, object } satisfies StoreEvent);
      }),
  };
}
