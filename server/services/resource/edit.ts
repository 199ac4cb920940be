import { parse } from "yaml";
import { z } from "zod";
import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import { getObject, patchObject, type Tree } from "#server/adapters/kubernetes/resource.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DomainError } from "#server/domain/errors.ts";
import { editFault, overtaken, shownChanges } from "#server/domain/resource/edit.ts";
import { changesBetween, type FieldChange, isSame, valueAt } from "#server/domain/resource/field-changes.ts";
import { patchOf } from "#server/domain/resource/json-patch.ts";
import type { EditOutcome } from "#server/domain/resource/view.ts";
import { refuseLocked } from "../cluster/view.ts";
import { type FoundKind, kindIn, nameOf, ObjectTarget, placeOf, told } from "./target.ts";

const Text = z
  .string()
  .max(2_000_000, { error: "That is more than 2 MB; the API server takes less than that." });
export const EditResource = ObjectTarget.extend({
  /** The YAML as it was given out: what is typed is the difference to it. */
  base: Text,
  edited: Text,
  /** Mine stands, though another has changed the same fields meanwhile. */
  overwrite: z.boolean().default(false),
});
export type EditResource = z.infer<typeof EditResource>;

const MOST_ATTEMPTS = 4; // controllers write statuses all the time

/** What the edit would change, by the API server's own dry run. Nothing is written. */
export async function reviewEdit(app: App, wish: EditResource): Promise<EditOutcome> {
  authorise(app.actor, "operate", "change objects of clusters");
  return edit(await kindIn(app, wish), wish, true);
}

/** Writes the fields that were typed, and only those: another's fields stay as they are at this moment. */
export async function applyEdit(app: App, wish: EditResource): Promise<EditOutcome> {
  authorise(app.actor, "operate", "change objects of clusters");
  const found = await kindIn(app, wish);
  refuseLocked(found.cluster);
  const outcome = await edit(found, wish, false);
  if (outcome.kind !== "changed") return outcome;
  await app.audit.add(`${nameOf(found.kind, wish)} on ${found.cluster.name}`, {
    actor: app.actor,
    action: "resource.edit",
    at: app.clock.now(),
    detail: { fields: outcome.changes.filter(({ typed }) => typed).map(({ path }) => path) },
  });
  return outcome;
}

async function edit(found: FoundKind, wish: EditResource, dryRun: boolean): Promise<EditOutcome> {
  const { cluster, kube, kind, signal } = found;
  const place = placeOf(kind, wish);
  const typed = changesBetween(treeOf(wish.base, "What was read"), treeOf(wish.edited, "The text"));
  const fault = editFault(kind, typed);
  if (fault) return { kind: "refused", message: fault, fields: [] };
  for (let attempt = 1; ; attempt++) {
    const before = await told(cluster, () => getObject(kube, kind, place, signal), nameOf(kind, place));
    const theirs = overtaken(kind, before, typed);
    if (theirs.length > 0 && !wish.overwrite) return { kind: "overtaken", fields: theirs };
    if (typed.length === 0) return { kind: "unchanged" };
    const left = typed.filter(({ steps, to }) => !isSame(valueAt(before, steps), to));
    const operations = patchOf(before, left);
    const write = () => patchObject(kube, kind, place, { operations, dryRun }, signal);
    const written = await write().catch((error: unknown) => error as Error);
    if (!(written instanceof Error)) return outcomeOf(found, { before, after: written, typed }, dryRun);
    if (!isConflict(written) || attempt >= MOST_ATTEMPTS) return refusalOf(found, written);
  }
}

function outcomeOf(
  { kind }: FoundKind,
  objects: { before: Tree; after: Tree; typed: FieldChange[] },
  dryRun: boolean,
): EditOutcome {
  const changes = shownChanges(kind, objects);
  if (changes.length === 0) return { kind: "unchanged" };
  return { kind: dryRun ? "would-change" : "changed", changes };
}

const isConflict = (error: Error) => error instanceof ApiError && error.status === 409;

/** A refusal that names fields is the editor's to show; any other is an error as everywhere. */
async function refusalOf({ cluster }: FoundKind, error: Error): Promise<EditOutcome> {
  if (error instanceof ApiError && [400, 422].includes(error.status)) {
    const { details } = error.body as { details?: { causes?: { field?: string; message?: string }[] } };
    const fields = (details?.causes ?? []).map(({ field = "", message = "" }) => ({ field, message }));
    return { kind: "refused", message: error.message, fields };
  }
  return told(cluster, () => Promise.reject(error));
}

/** @throws DomainError, a sentence, for what is no YAML of one object */
function treeOf(text: string, what: string): Tree {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new DomainError("BAD_REQUEST", `${what} is no YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Tree;
  throw new DomainError("BAD_REQUEST", `${what} is not one object, with apiVersion, kind and metadata.`);
}
