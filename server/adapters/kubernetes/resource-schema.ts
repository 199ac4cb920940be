import type { ResourceKind } from "#server/domain/resource/kind.ts";
import { type KindSchema, SchemaDocument, schemaOf, type Schemas } from "#server/domain/resource/schema.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

const KEPT_MS = 300_000;
const MOST_KEPT = 4; // of all clusters together: a group's document is up to some megabytes

type Asker = Pick<KubeClient, "json">;
interface Kept {
  kube: Asker;
  path: string;
  at: number;
  asked: Promise<Schemas>;
}
let kept: readonly Kept[] = [];

/** How the API server describes a kind; undefined where it does not. The last four documents are kept for five minutes. */
export async function readSchema(
  kube: Asker,
  kind: ResourceKind,
  signal: AbortSignal,
): Promise<KindSchema | undefined> {
  const group = kind.group === "" ? `api/${kind.version}` : `apis/${kind.group}/${kind.version}`;
  const schemas = await askOnce(kube, `/openapi/v3/${group}`, signal);
  const root = schemaOf(schemas, kind);
  return root && { schemas, root };
}

function askOnce(kube: Asker, path: string, signal: AbortSignal): Promise<Schemas> {
  kept = kept.filter(({ at }) => performance.now() - at < KEPT_MS);
  const present = kept.find((one) => one.kube === kube && one.path === path);
  if (present) return present.asked;
  const asked = ask(kube, path, signal);
  const entry = { kube, path, at: performance.now(), asked };
  kept = [...kept, entry].slice(-MOST_KEPT);
  asked.catch(() => (kept = kept.filter((one) => one !== entry)));
  return asked;
}

async function ask(kube: Asker, path: string, signal: AbortSignal): Promise<Schemas> {
  try {
    return SchemaDocument.parse(await kube.json(path, { signal })).components.schemas;
  } catch (error) {
    if (isNotFound(error)) return {};
    throw error;
  }
}
