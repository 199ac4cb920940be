import type { ResourceKind } from "#server/domain/resource/kind.ts";
import { SchemaDocument, schemaOf, type SchemaNode, type Schemas } from "#server/domain/resource/schema.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

const KEPT_MS = 300_000;
const MOST_KEPT = 2; // a group's document is up to some megabytes

interface Kept {
  at: number;
  asked: Promise<Schemas>;
}
const kept = new WeakMap<object, Map<string, Kept>>();

export interface KindSchema {
  schemas: Schemas;
  root: SchemaNode;
}

/** How the API server describes a kind; undefined where it does not. Kept for five minutes, the last two groups of a cluster. */
export async function readSchema(
  kube: Pick<KubeClient, "json">,
  kind: ResourceKind,
  signal: AbortSignal,
): Promise<KindSchema | undefined> {
  const path =
    kind.group === "" ? `/openapi/v3/api/${kind.version}` : `/openapi/v3/apis/${kind.group}/${kind.version}`;
  const schemas = await askOnce(kube, path, signal);
  const root = schemaOf(schemas, kind);
  return root && { schemas, root };
}

function askOnce(kube: Pick<KubeClient, "json">, path: string, signal: AbortSignal): Promise<Schemas> {
  const documents = kept.get(kube) ?? new Map<string, Kept>();
  kept.set(kube, documents);
  const present = documents.get(path);
  if (present && performance.now() - present.at < KEPT_MS) return present.asked;
  const asked = ask(kube, path, signal);
  documents.delete(path);
  documents.set(path, { at: performance.now(), asked });
  const [oldest] = documents.keys();
  if (documents.size > MOST_KEPT && oldest !== undefined) documents.delete(oldest);
  asked.catch(() => documents.delete(path));
  return asked;
}

async function ask(kube: Pick<KubeClient, "json">, path: string, signal: AbortSignal): Promise<Schemas> {
  try {
    return SchemaDocument.parse(await kube.json(path, { signal })).components.schemas;
  } catch (error) {
    if (isNotFound(error)) return {};
    throw error;
  }
}
