import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { decodeRecord, encodeRecord, type DecisionRecord } from "#server/domain/job/record.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { isNotFound } from "../kubernetes/api-error.ts";
import type { KubeClient } from "../kubernetes/client.ts";

/** Decisions of an agent that knows no database, laid down in its own namespace for whichever control plane reads them. */
export const BATCHES_PATH = `/api/v1/namespaces/${SYSTEM_NAMESPACE}/configmaps`;
export const BATCH_SELECTOR = "carbon-aware.io/decisions=true";
const FIELD = "decisions.jsonl.gz";
const MOST_BYTES = 700_000; // in base64 under the MiB that Kubernetes allows an object
const MOST_OPENED_BYTES = 64 * 1024 * 1024;

export interface Batch extends KubeObject {
  binaryData?: Record<string, string>;
}
const squeeze = promisify(gzip);
const open = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** One object, or more where they are too many for one. */
export async function batchesOf(records: readonly DecisionRecord[]): Promise<Batch[]> {
  const lines = records.map((record) => JSON.stringify(encodeRecord(record))).join("\n");
  const bytes = await squeeze(lines);
  if (bytes.byteLength > MOST_BYTES && records.length > 1) {
    const half = Math.ceil(records.length / 2);
    return [...(await batchesOf(records.slice(0, half))), ...(await batchesOf(records.slice(half)))];
  }
  const metadata = {
    name: `karbonetes-decisions-${randomUUID()}`,
    namespace: SYSTEM_NAMESPACE,
    labels: { "carbon-aware.io/decisions": "true", "app.kubernetes.io/managed-by": "karbonetes" },
  };
  const binaryData = { [FIELD]: bytes.toString("base64") };
  return [{ apiVersion: "v1", kind: "ConfigMap", metadata, immutable: true, binaryData } as Batch];
}

/** What stands in it; a line that cannot be read is passed over, and so is all of an object that is no batch of ours. */
export async function recordsOf({ binaryData }: Batch): Promise<DecisionRecord[]> {
  const bytes = Buffer.from(binaryData?.[FIELD] ?? "", "base64");
  try {
    const lines = await open(bytes, { maxOutputLength: MOST_OPENED_BYTES });
    return lines.toString("utf8").split("\n").flatMap(recordOf);
  } catch {
    return [];
  }
}

function recordOf(line: string): DecisionRecord[] {
  try {
    return [decodeRecord(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** The batches there are, oldest first, without what is in them. */
export async function listBatches(kube: KubeClient, signal?: AbortSignal): Promise<KubeObject[]> {
  const { items } = await kube.list<KubeObject>(BATCHES_PATH, {
    query: { labelSelector: BATCH_SELECTOR },
    metadataOnly: true,
    signal,
  });
  return items.toSorted((a, b) => madeAt(a).localeCompare(madeAt(b)));
}
const madeAt = ({ metadata }: KubeObject): string => metadata.creationTimestamp ?? "";

/** For an agent that goes: nothing of it stays. */
export async function removeBatches(kube: KubeClient, signal?: AbortSignal): Promise<void> {
  for (const { metadata } of await listBatches(kube, signal)) await removeBatch(kube, metadata.name, signal);
}

/** One that is gone already is no error: the other replica was quicker. */
export async function removeBatch(kube: KubeClient, name: string, signal?: AbortSignal): Promise<void> {
  try {
    await kube.json(`${BATCHES_PATH}/${name}`, { method: "DELETE", signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
