import { randomUUID } from "node:crypto";
import { apiVersionOf, type Kind } from "../kind/kind.ts";
import { clone, isObject, timestamp, type Stored } from "../object.ts";
import {
  alreadyExists,
  badRequest,
  fieldError,
  forbidden,
  invalid,
  notFound,
  StatusError,
} from "../status.ts";
import type { Core, WriteOptions } from "./core.ts";
import { applyDefaults, prepareCreate } from "./defaults.ts";
import { notEvaluated } from "./limits.ts";
import { generatedName } from "./names.ts";
import { conform, validate } from "./validate.ts";

/** The identity that path and body must agree on. @throws StatusError 400 */
export function identify(kind: Kind, namespace: string | undefined, input: unknown): Stored {
  if (!isObject(input)) throw badRequest("the request body is not a Kubernetes object");
  const object = clone(input) as unknown as Stored;
  const expected = apiVersionOf(kind);
  object.apiVersion ??= expected;
  object.kind ??= kind.kind;
  if (object.apiVersion !== expected || object.kind !== kind.kind)
    throw badRequest(
      `the object provided is of ${object.apiVersion} ${object.kind}; this path takes ${expected} ${kind.kind}`,
    );
  if (!isObject(object.metadata)) object.metadata = { name: "" };
  const { metadata } = object;
  if (
    kind.namespaced &&
    metadata.namespace !== undefined &&
    metadata.namespace !== "" &&
    metadata.namespace !== namespace
  )
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  if (namespace) metadata.namespace = namespace;
  else delete metadata.namespace;
  return object;
}

/** @throws StatusError 404 or 403: new objects need a namespace that lives */
export function needNamespace(core: Core, kind: Kind, namespace: string | undefined, name: string): void {
  if (!namespace) return;
  const found = core.store.get("namespaces", undefined, namespace);
  if (!found) throw notFound({ group: "", plural: "namespaces" }, namespace);
  if (!found.metadata.deletionTimestamp) return;
  throw forbidden(
    kind,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
    [
      {
        reason: "NamespaceTerminating",
        message: `namespace ${namespace} is being terminated`,
        field: "metadata.namespace",
      },
    ],
  );
}

function beginLife(core: Core, kind: Kind, object: Stored): void {
  const { metadata } = object;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.resourceVersion;
  delete metadata.generation;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(core.clock.now());
  if (kind.generation || kind.custom) metadata.generation = 1;
}

/**
 * @param track books the fields on the manager; runs before the webhooks, as in the real server
 * @throws StatusError as the REST door answers it
 */
export async function createObject(
  core: Core,
  kind: Kind,
  namespace: string | undefined,
  input: unknown,
  options: WriteOptions,
  track: (object: Stored) => void,
): Promise<Stored> {
  if (kind.namespaced && !namespace) throw badRequest("an empty namespace may not be set during creation");
  let object = identify(kind, namespace, input);
  if (object.metadata.resourceVersion)
    throw new StatusError(500, "InternalError", "resourceVersion should not be set on objects to be created");
  const base = object.metadata.generateName;
  const generated = !object.metadata.name && typeof base === "string" && base !== "";
  if (generated) object.metadata.name = generatedName(base);
  if (!object.metadata.name)
    throw invalid(kind, "", [fieldError.required("metadata.name", "name or generateName is required")]);
  needNamespace(core, kind, namespace, object.metadata.name);
  beginLife(core, kind, object);
  conform(kind, object, options);
  applyDefaults(kind, object);
  track(object);
  const name = object.metadata.name;
  const admitted = await core.admit(
    { operation: "CREATE", kind, namespace, name, subresource: undefined, object, oldObject: undefined },
    options,
  );
  if (admitted) {
    object = admitted;
    conform(kind, object, { ...options, fieldValidation: "Ignore" });
    applyDefaults(kind, object);
    needNamespace(core, kind, namespace, name);
  }
  notEvaluated(kind, object, options);
  prepareCreate(kind, object, core.clock.now());
  const errors = validate(core, kind, object, undefined);
  if (errors.length > 0) throw invalid(kind, name, errors);
  if (core.store.get(kind.storage, namespace, name)) throw alreadyExists(kind, name);
  if (options.dryRun) return object;
  return core.store.put(kind.storage, { ...object, apiVersion: storedVersion(kind) });
}

export const storedVersion = (kind: Kind): string =>
  apiVersionOf({ group: kind.group, version: kind.storageVersion });
