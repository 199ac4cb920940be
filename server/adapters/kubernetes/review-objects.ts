import { stringify } from "yaml";
import type { ReviewField, ReviewObject } from "#server/domain/cluster/review.ts";
import { TerminalError } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { changesBetween, pathText } from "#server/domain/resource/field-changes.ts";
import { ApiError, isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { findObject } from "./find-object.ts";
import { createObjectPaths } from "./object-path.ts";
import { CONSOLE_MANAGER } from "./object-set.ts";

type Identified = Pick<KubeObject, "apiVersion" | "kind"> & {
  metadata: { name: string; namespace?: string };
};
type Found = Pick<ReviewObject, "change" | "fields" | "refusal">;
interface Reach {
  client: KubeClient;
  signal: AbortSignal;
}

/** The API server keeps these for itself. */
const KEPT = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp"];
const REFUSALS = [400, 403, 409, 422, 500, 501]; // a webhook of theirs that fails answers with 500
const NEW: Found = { change: "create", fields: [], refusal: null };

/** Each object beside what stands in the cluster, by the API server's own dry run. Nothing is written. */
export async function reviewObjects(
  { client, signal }: Reach,
  objects: readonly Identified[],
): Promise<ReviewObject[]> {
  const pathOf = createObjectPaths(client, signal);
  const reviewed: ReviewObject[] = [];
  for (const object of objects) {
    const { name, namespace } = object.metadata;
    reviewed.push({
      kind: object.kind,
      name: namespace ? `${namespace}/${name}` : name,
      yaml: stringify(object, { lineWidth: 0 }),
      ...(await compared({ client, signal }, await placeOf(pathOf, object), object)),
    });
  }
  return reviewed;
}

/** Undefined for an object of a kind that comes with the others: it has no place yet. */
async function placeOf(
  pathOf: ReturnType<typeof createObjectPaths>,
  object: Identified,
): Promise<string | undefined> {
  try {
    return await pathOf(object);
  } catch (error) {
    if (error instanceof TerminalError) return undefined;
    throw error;
  }
}

async function compared(
  { client, signal }: Reach,
  path: string | undefined,
  object: Identified,
): Promise<Found> {
  if (path === undefined) return NEW;
  const present = await findObject({ client, signal }, path);
  try {
    const options = { fieldManager: CONSOLE_MANAGER, force: true, dryRun: true, signal };
    const after = await client.apply(path, object, options);
    if (!present) return NEW;
    const fields = fieldsBetween(present, after);
    return { change: fields.length > 0 ? "change" : "none", fields, refusal: null };
  } catch (error) {
    if (!present && isNotFound(error)) return NEW; // its namespace comes with the others, and cannot be tried before
    if (!(error instanceof ApiError) || !REFUSALS.includes(error.status)) throw error;
    return { change: present ? "change" : "create", fields: [], refusal: error.message };
  }
}

function fieldsBetween(before: KubeObject, after: KubeObject): ReviewField[] {
  return changesBetween(bare(before), bare(after)).map(({ steps, from, to }) => ({
    path: pathText(steps),
    from: textOf(from),
    to: textOf(to),
  }));
}

const bare = (object: KubeObject): object => ({
  ...without(object, ["status"]),
  metadata: without(object.metadata, KEPT),
});
const without = (tree: object, fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(tree).filter(([field]) => !fields.includes(field)));

const textOf = (value: unknown): string | null =>
  value === undefined ? null : stringify(value, { lineWidth: 0 }).trimEnd();
