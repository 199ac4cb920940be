import type { Column, Kind } from "../kind/kind.ts";
import type { Schema } from "../kind/schema.ts";
import { clone, isObject, type Stored } from "../object.ts";
import type { Core, WriteOptions } from "../write/core.ts";
import { CLEANUP } from "../write/definition.ts";
import { deleteObject } from "../write/delete.ts";
import { updateObject } from "../write/update.ts";

const DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

interface Names {
  plural: string;
  kind: string;
  singular?: string;
  shortNames?: string[];
  categories?: string[];
}
interface Version {
  name: string;
  served: boolean;
  storage: boolean;
  schema?: { openAPIV3Schema?: Schema };
  subresources?: { status?: object };
  selectableFields?: { jsonPath: string }[];
  additionalPrinterColumns?: (Omit<Column, "priority"> & { priority?: number })[];
}

const AGE: Column = { name: "Age", type: "date", priority: 0, jsonPath: ".metadata.creationTimestamp" };

/** The kinds, one a version, that a definition adds to the server. */
export function servedKinds(definition: Stored): Kind[] {
  const { group, names, scope, versions } = definition.spec as {
    group: string;
    names: Names;
    scope: string;
    versions: Version[];
  };
  const storageVersion = versions.find((version) => version.storage)?.name ?? "";
  return versions
    .filter((version) => version.served)
    .map((version) => ({
      group,
      version: version.name,
      kind: names.kind,
      plural: names.plural,
      namespaced: scope === "Namespaced",
      singular: names.singular ?? names.kind.toLowerCase(),
      shortNames: names.shortNames ?? [],
      categories: names.categories ?? [],
      status: version.subresources?.status !== undefined,
      generation: true,
      storage: definition.metadata.name,
      storageVersion,
      schema: () => version.schema?.openAPIV3Schema ?? {},
      selectable: (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath.replace(/^\./, "")),
      custom: true,
      columns: version.additionalPrinterColumns?.map((column) => ({ priority: 0, ...column })) ?? [AGE],
    }));
}

const INSIDE: WriteOptions = {
  manager: "kube-apiserver",
  dryRun: false,
  fieldValidation: "Ignore",
  warn: () => {},
  internal: true,
};

function withoutCleanup(live: Stored) {
  const object = clone(live);
  object.metadata.finalizers = object.metadata.finalizers?.filter((name) => name !== CLEANUP) ?? [];
  return { object, track: () => {} };
}

/** A definition goes when its last object went; until then its finalizer holds it. */
async function cleanUp(core: Core, storage: string): Promise<void> {
  const definition = core.store.get(DEFINITIONS, undefined, storage);
  if (!definition?.metadata.deletionTimestamp) return;
  const [kind] = servedKinds(definition);
  const left = core.store.list(storage);
  for (const { metadata } of left)
    if (kind && !metadata.deletionTimestamp)
      await deleteObject(core, kind, metadata.namespace, metadata.name, {}, INSIDE);
  if (core.store.list(storage).length > 0) return;
  const own = core.registry.byKind("apiextensions.k8s.io/v1", "CustomResourceDefinition");
  if (!own || !core.store.get(DEFINITIONS, undefined, storage)?.metadata.finalizers?.includes(CLEANUP))
    return;
  await updateObject(core, own, undefined, storage, undefined, withoutCleanup, INSIDE);
}

/** Serves what the definitions in the store say, from now on. `onError` hears of failed clean-ups. */
export function serveDefinitions(core: Core, onError: (error: unknown) => void): void {
  const register = (definition: Stored) => {
    core.store.open(definition.metadata.name);
    core.registry.setCustom(definition.metadata.name, servedKinds(definition));
  };
  for (const definition of core.store.list(DEFINITIONS)) {
    register(definition);
    if (definition.metadata.deletionTimestamp) cleanUp(core, definition.metadata.name).catch(onError);
  }
  core.store.subscribe(({ storage, type, object }) => {
    if (storage === DEFINITIONS) {
      if (type === "DELETED") core.registry.setCustom(object.metadata.name, []);
      else register(object);
    }
    const definition =
      storage === DEFINITIONS ? object.metadata.name : type === "DELETED" ? storage : undefined;
    if (definition !== undefined && isObject(core.store.get(DEFINITIONS, undefined, definition)))
      cleanUp(core, definition).catch(onError);
  });
}
