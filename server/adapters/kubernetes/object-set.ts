import { changedFields } from "#server/domain/agent/changed-fields.ts";
import type { AppliedObject, PlannedObject } from "#server/domain/agent/view.ts";
import { TerminalError } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { ApiError, isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { findObject } from "./find-object.ts";
import { createObjectPaths } from "./object-path.ts";

export const CONSOLE_MANAGER = "karbonetes-console";

type Identified = Pick<KubeObject, "apiVersion" | "kind"> & {
  metadata: { name: string; namespace?: string };
};
interface Reach {
  client: KubeClient;
  signal: AbortSignal;
}

/** What applying each object would do, asked of the API server itself; nothing is written. */
export async function planObjects({ client, signal }: Reach, objects: readonly Identified[]) {
  const pathOf = createObjectPaths(client, signal);
  const planned: PlannedObject[] = [];
  for (const object of objects) {
    const path = await pathOf(object);
    const present = await findObject({ client, signal }, path);
    const after = present && (await tried(client, path, object, signal));
    const fields = present ? changedFields(present, after) : [];
    const change = present ? (fields.length > 0 ? "change" : "none") : "create";
    planned.push({ kind: object.kind, name: object.metadata.name, change, fields });
  }
  return planned;
}

/** One after another, in their order; a refusal is told at its object, and the rest goes on. */
export async function applyObjects(
  { client, signal }: Reach,
  objects: readonly Identified[],
  fieldManager = CONSOLE_MANAGER,
): Promise<AppliedObject[]> {
  const pathOf = createObjectPaths(client, signal);
  return eachOf(objects, async (object) => {
    const path = await pathOf(object);
    const before = await findObject({ client, signal }, path);
    const after = await client.apply(path, object, { fieldManager, force: true, signal });
    if (!before) return "created";
    return changedFields(before, after).length > 0 ? "changed" : "unchanged";
  });
}

/** In reverse order. What is gone already is as good as removed. */
export async function removeObjects(
  { client, signal }: Reach,
  objects: readonly Identified[],
): Promise<AppliedObject[]> {
  const pathOf = createObjectPaths(client, signal);
  return eachOf(objects.toReversed(), async (object) => {
    try {
      await client.json(await pathOf(object), {
        method: "DELETE",
        query: { propagationPolicy: "Background" },
        signal,
      });
      return "removed";
    } catch (error) {
      if (isNotFound(error)) return "absent";
      throw error;
    }
  });
}

async function eachOf(
  objects: readonly Identified[],
  act: (object: Identified) => Promise<AppliedObject["outcome"]>,
): Promise<AppliedObject[]> {
  const outcomes: AppliedObject[] = [];
  for (const object of objects) {
    const { kind } = object;
    const { name } = object.metadata;
    try {
      outcomes.push({ kind, name, outcome: await act(object) });
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof TerminalError)) throw error;
      outcomes.push({ kind, name, outcome: "refused", why: error.message });
    }
  }
  return outcomes;
}

const tried = (client: KubeClient, path: string, object: object, signal: AbortSignal) =>
  client.apply(path, object, { fieldManager: CONSOLE_MANAGER, force: true, dryRun: true, signal });
