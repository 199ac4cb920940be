import type { Kind } from "../kind/kind.ts";
import { valueAt, type Stored } from "../object.ts";
import { applyTo } from "../patch/apply.ts";
import { jsonPatch, mergePatch, type Operation } from "../patch/json-patch.ts";
import { trackUpdate, type Writer } from "../patch/managed.ts";
import { strategicMerge } from "../patch/strategic.ts";
import { badRequest, fieldError, invalid, notFound, unsupportedMedia } from "../status.ts";
import type { Core, WriteOptions } from "../write/core.ts";
import { createObject, identify } from "../write/create.ts";
import { updateObject, type Produced } from "../write/update.ts";
import { conform } from "../write/validate.ts";
import { APPLY, mediaType, readObject } from "./body.ts";
import { writeOptions, type Exchange } from "./exchange.ts";
import { present, sendObject } from "./read.ts";
import { named, type Target } from "./target.ts";

const PATCHES = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: APPLY,
} as const;

const updater = (options: WriteOptions, subresource: string | undefined): Writer => ({
  manager: options.manager,
  operation: "Update",
  subresource,
});

function tracker(core: Core, kind: Kind, options: WriteOptions, subresource?: string) {
  return (live: Stored | undefined, next: Stored) =>
    trackUpdate(kind, kind.schema(), live, next, updater(options, subresource), core.clock.now());
}

export async function postObject(core: Core, exchange: Exchange, { kind, namespace }: Target): Promise<void> {
  const options = writeOptions(exchange);
  const body = await readObject(exchange);
  const track = tracker(core, kind, options);
  const made = await createObject(core, kind, namespace, body, options, (object) => track(undefined, object));
  sendObject(core, exchange, kind, made, 201);
}

const CONDITIONAL = new Set([
  "leases.coordination.k8s.io",
  "customresourcedefinitions.apiextensions.k8s.io",
  "mutatingwebhookconfigurations.admissionregistration.k8s.io",
]);

export async function putObject(core: Core, exchange: Exchange, target: Target): Promise<void> {
  const { kind, namespace, name, subresource } = named(target);
  const options = writeOptions(exchange);
  const wish = identify(kind, namespace, await readObject(exchange));
  if (wish.metadata.name !== name)
    throw badRequest(
      `the name of the object (${wish.metadata.name}) does not match the name on the URL (${name})`,
    );
  if (
    !wish.metadata.resourceVersion &&
    (kind.custom || CONDITIONAL.has(kind.storage)) &&
    core.store.get(kind.storage, namespace, name)
  )
    throw invalid(kind, name, [
      fieldError.invalid("metadata.resourceVersion", 0, "must be specified for an update"),
    ]);
  const produce = () => ({ object: wish, track: tracker(core, kind, options, subresource) });
  sendObject(
    core,
    exchange,
    kind,
    await updateObject(core, kind, namespace, name, subresource, produce, options),
  );
}

function patched(kind: Kind, type: string, live: Stored, body: unknown): unknown {
  const shown = present(kind, live);
  switch (type) {
    case PATCHES.json:
      if (!Array.isArray(body)) throw badRequest("a JSON patch is a list of operations");
      return jsonPatch(shown, body as Operation[]);
    case PATCHES.merge:
      return mergePatch(shown, body);
    case PATCHES.strategic:
      if (!kind.custom) return strategicMerge(shown, body, kind.schema());
      break;
    default:
  }
  throw unsupportedMedia(
    Object.values(PATCHES).filter((known) => !kind.custom || known !== PATCHES.strategic),
  );
}

/** Whether a patch insists on a version, rather than carry along the one that we read ourselves. */
function namesVersion(body: unknown, live: Stored, object: Stored): boolean {
  if (Array.isArray(body)) return object.metadata.resourceVersion !== live.metadata.resourceVersion;
  return valueAt(body, "metadata.resourceVersion") !== undefined;
}

export async function patchObject(core: Core, exchange: Exchange, target: Target): Promise<void> {
  const { kind, namespace, name, subresource } = named(target);
  const type = mediaType(exchange.request.headers["content-type"]);
  if (type === PATCHES.apply) return applyObject(core, exchange, { ...target, name });
  const options = writeOptions(exchange);
  if (!core.store.get(kind.storage, namespace, name)) throw notFound(kind, name);
  const body = await readObject(exchange);
  const produce = (live: Stored): Produced => {
    const result = patched(kind, type, live, body);
    const object = identify(kind, namespace, result);
    if (object.metadata.name !== name)
      throw badRequest(
        `the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`,
      );
    if (!namesVersion(body, live, object)) delete object.metadata.resourceVersion;
    return { object, track: tracker(core, kind, options, subresource) };
  };
  sendObject(
    core,
    exchange,
    kind,
    await updateObject(core, kind, namespace, name, subresource, produce, options),
  );
}

async function applyObject(core: Core, exchange: Exchange, target: Target & { name: string }): Promise<void> {
  const { kind, namespace, name, subresource } = target;
  const { query } = exchange;
  if (!query.fieldManager)
    throw invalid({ group: "meta.k8s.io", kind: "PatchOptions" }, "", [
      fieldError.required("fieldManager", "is required for apply patch"),
    ]);
  const options = writeOptions(exchange);
  const config = identify(kind, namespace, await readObject(exchange));
  config.metadata.name ||= name;
  if (config.metadata.name !== name)
    throw badRequest(
      `the name of the object (${config.metadata.name}) does not match the name on the URL (${name})`,
    );
  if (config.metadata.managedFields?.length) throw badRequest("metadata.managedFields must be nil");
  conform(kind, config, options, "partial");
  const writer: Writer = { manager: query.fieldManager, operation: "Apply", subresource };
  const apply = (live: Stored | undefined) =>
    applyTo(
      kind,
      kind.schema(),
      live && present(kind, live),
      config,
      writer,
      query.force ?? false,
      core.clock.now(),
    );
  const live = core.store.get(kind.storage, namespace, name);
  if (live || subresource) {
    const produce = (now: Stored): Produced => ({ object: apply(now), track: keepOwners });
    return sendObject(
      core,
      exchange,
      kind,
      await updateObject(core, kind, namespace, name, subresource, produce, options),
    );
  }
  const created = apply(undefined);
  if (created.metadata.uid) throw notFound(kind, name);
  sendObject(
    core,
    exchange,
    kind,
    await createObject(core, kind, namespace, created, options, () => {}),
    201,
  );
}

const keepOwners = () => {};
