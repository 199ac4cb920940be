import type { Kind } from "../kind/kind.ts";
import { clone, equal, type ManagedFieldsEntry, type Stored } from "../object.ts";
import { conflict, fieldError, invalid, MODIFIED, notFound } from "../status.ts";
import type { Core, WriteOptions } from "./core.ts";
import { applyDefaults } from "./defaults.ts";
import { storedVersion } from "./create.ts";
import { finishDelete } from "./delete.ts";
import { notEvaluated } from "./limits.ts";
import { conform, validate } from "./validate.ts";

/** `status`: only status changes. `finalize`: only a namespace's spec.finalizers. */
export type Subresource = "status" | "finalize" | undefined;

export interface Produced {
  object: Stored;
  /** Books the change on the manager; the live object tells what changed. */
  track: (live: Stored, next: Stored) => void;
}

/** What a request may not change, whatever it says. */
function keepWhatIsNotTheirs(
  kind: Kind,
  live: Stored,
  next: Stored,
  subresource: Subresource,
  options: WriteOptions,
): Stored {
  const {
    uid,
    creationTimestamp,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    generation,
    namespace,
    name,
  } = live.metadata;
  const metadata = { ...next.metadata, uid, creationTimestamp, namespace, name };
  for (const [field, value] of Object.entries({
    deletionTimestamp,
    deletionGracePeriodSeconds,
    generation,
    namespace,
  })) {
    if (value === undefined) delete metadata[field as "generation"];
    else Object.assign(metadata, { [field]: value });
  }
  const managedFields = metadata.managedFields;
  if (subresource === "status")
    return {
      ...live,
      metadata: { ...live.metadata, ...(managedFields ? { managedFields } : {}) },
      status: next["status"],
    };
  if (subresource === "finalize")
    return {
      ...live,
      metadata: live.metadata,
      spec: { ...Object(live.spec), finalizers: Object(next.spec)["finalizers"] },
    };
  const kept: Stored = { ...next, metadata };
  if (kind.status) {
    if (live["status"] === undefined) delete kept["status"];
    else kept["status"] = live["status"];
  }
  if (kind.storage === "namespaces" && !options.internal) kept.spec = live.spec;
  return kept;
}

const withoutTimes = (entries: readonly ManagedFieldsEntry[] | undefined) =>
  entries?.map((entry) => ({ ...entry, time: "" }));

/** Whether a write would change nothing: then there is no new resourceVersion and no event. */
function same(live: Stored, next: Stored): boolean {
  const { metadata: a, ...restOfLive } = live;
  const { metadata: b, ...restOfNext } = next;
  if (!equal(restOfLive, restOfNext)) return false;
  const { managedFields: liveFields, resourceVersion: _a, ...liveMeta } = a;
  const { managedFields: nextFields, resourceVersion: _b, ...nextMeta } = b;
  return equal(liveMeta, nextMeta) && equal(withoutTimes(liveFields), withoutTimes(nextFields));
}

function specChanged(live: Stored, next: Stored): boolean {
  const { metadata: _a, status: _b, ...a } = live;
  const { metadata: _c, status: _d, ...b } = next;
  return !equal(a, b);
}

const MOST_ATTEMPTS = 6;

/** What would be stored: the wish, within what it may change, defaulted, booked, seen by the webhooks, and valid. */
async function prepare(
  core: Core,
  kind: Kind,
  live: Stored,
  { object: wish, track }: Produced,
  subresource: Subresource,
  options: WriteOptions,
): Promise<Stored> {
  const { namespace, name } = live.metadata;
  checkPreconditions(kind, live, wish);
  let next = clone(keepWhatIsNotTheirs(kind, live, wish, subresource, options));
  next.apiVersion = wish.apiVersion;
  conform(kind, next, options);
  applyDefaults(kind, next);
  track(live, next);
  const admitted = await core.admit(
    { operation: "UPDATE", kind, namespace, name, subresource, object: next, oldObject: live },
    options,
  );
  if (admitted) {
    next = clone(keepWhatIsNotTheirs(kind, live, admitted, subresource, options));
    conform(kind, next, { ...options, fieldValidation: "Ignore" });
    applyDefaults(kind, next);
  }
  next.apiVersion = storedVersion(kind);
  next.metadata.resourceVersion = live.metadata.resourceVersion ?? "";
  notEvaluated(kind, next, options);
  const errors = validate(core, kind, next, live);
  if (errors.length > 0) throw invalid(kind, name, errors);
  return next;
}

/**
 * Reads, changes, asks the webhooks and writes; begins again when somebody else wrote meanwhile, unless the request named the
 * version it had read.
 * @throws StatusError as the REST door answers it
 */
export async function updateObject(
  core: Core,
  kind: Kind,
  namespace: string | undefined,
  name: string,
  subresource: Subresource,
  produce: (live: Stored) => Produced,
  options: WriteOptions,
): Promise<Stored> {
  for (let attempt = 1; ; attempt += 1) {
    const live = core.store.get(kind.storage, namespace, name);
    if (!live) throw notFound(kind, name);
    const produced = produce(live);
    const next = await prepare(core, kind, live, produced, subresource, options);
    if (core.store.get(kind.storage, namespace, name) !== live) {
      if (produced.object.metadata.resourceVersion || attempt >= MOST_ATTEMPTS)
        throw conflict(kind, name, MODIFIED);
      continue;
    }
    if (same(live, next)) return live;
    const { generation } = live.metadata;
    if (generation !== undefined && specChanged(live, next)) next.metadata.generation = generation + 1;
    if (options.dryRun) return next;
    return finishDelete(core, kind, next) ?? core.store.put(kind.storage, next);
  }
}

function checkPreconditions(kind: Kind, live: Stored, wish: Stored): void {
  const { resourceVersion, uid, name } = wish.metadata;
  if (resourceVersion && resourceVersion !== live.metadata.resourceVersion)
    throw conflict(kind, live.metadata.name, MODIFIED);
  if (uid && uid !== live.metadata.uid)
    throw conflict(
      kind,
      live.metadata.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid ?? ""}`,
    );
  if (name && name !== live.metadata.name)
    throw invalid(kind, live.metadata.name, [
      fieldError.invalid("metadata.name", name, "field is immutable"),
    ]);
}
