import { isDeepStrictEqual } from "node:util";
import { isNotFound, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { KubeCondition, KubeObject } from "#server/domain/kubernetes.ts";
import { type BridgeKind, VERSION } from "./kinds.ts";

export const FINALIZER = "bridge.carbon-aware.io/backed";
export const CLUSTER_LABEL = "cluster.x-k8s.io/cluster-name";
export const CLUSTERS_API = "/apis/cluster.x-k8s.io/v1beta2/namespaces";
const MERGE = "application/merge-patch+json";

export interface BridgeObject extends KubeObject {
  metadata: KubeObject["metadata"] & { namespace: string; uid: string };
  spec?: Record<string, unknown>;
  status?: { conditions?: KubeCondition[]; [field: string]: unknown };
}

export const listOf = ({ group, plural }: BridgeKind): string => `/apis/${group}/${VERSION}/${plural}`;
export const pathOf = ({ group, plural }: BridgeKind, { metadata }: BridgeObject): string =>
  `/apis/${group}/${VERSION}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`;
export const isGoing = ({ metadata }: BridgeObject): boolean => metadata.deletionTimestamp !== undefined;
/** "fleet/heron": the Cluster that it is a part of. */
export const clusterOf = ({ metadata }: BridgeObject): string =>
  `${metadata.namespace}/${metadata.labels?.[CLUSTER_LABEL]}`;

/** Ours before anything is made for it, so that it cannot go before that is gone. True once it holds. */
export async function hold(kube: KubeClient, kind: BridgeKind, object: BridgeObject): Promise<boolean> {
  const { finalizers = [], resourceVersion } = object.metadata;
  if (finalizers.includes(FINALIZER)) return true;
  const metadata = { resourceVersion, finalizers: [...finalizers, FINALIZER] };
  await kube.patch(pathOf(kind, object), { metadata }, MERGE);
  return false; // what was read is old now
}

export async function letGo(kube: KubeClient, kind: BridgeKind, object: BridgeObject): Promise<void> {
  const { finalizers = [], resourceVersion } = object.metadata;
  if (!finalizers.includes(FINALIZER)) return;
  const metadata = { resourceVersion, finalizers: finalizers.filter((each) => each !== FINALIZER) };
  await kube.patch(pathOf(kind, object), { metadata }, MERGE);
}

export async function setSpec(
  kube: KubeClient,
  kind: BridgeKind,
  object: BridgeObject,
  spec: object,
): Promise<void> {
  const next = { ...object.spec, ...spec };
  if (!isDeepStrictEqual(next, object.spec)) await kube.patch(pathOf(kind, object), { spec }, MERGE);
}

/** Written only where it differs; a condition keeps its time unless its status turned. */
export async function setStatus(
  kube: KubeClient,
  kind: BridgeKind,
  object: BridgeObject,
  { condition, ...fields }: { condition: Condition; [field: string]: unknown },
): Promise<void> {
  const before = object.status?.conditions?.find(({ type }) => type === condition.type);
  const status = condition.isTrue ? "True" : "False";
  const lastTransitionTime =
    before?.status === status ? before.lastTransitionTime : new Date().toISOString().replace(/\.\d+/, "");
  const { type, reason, message } = condition;
  const next = {
    ...object.status,
    ...fields,
    conditions: [{ type, status, reason, message, lastTransitionTime }],
  };
  if (isDeepStrictEqual(next, object.status)) return;
  await kube.patch(`${pathOf(kind, object)}/status`, { status: next }, MERGE);
}
export interface Condition {
  type: "Ready" | "Available";
  isTrue: boolean;
  reason: string;
  message: string;
}

export const ready = (isTrue: boolean, reason: string, message = ""): Condition => ({
  type: "Ready",
  isTrue,
  reason,
  message,
});

/** A secret of Cluster API's own type, which goes with its owner. */
export async function applySecret(
  kube: KubeClient,
  kind: BridgeKind,
  owner: BridgeObject,
  secret: { name: string; value: string },
): Promise<void> {
  const { namespace, name, uid, labels } = owner.metadata;
  await kube.apply(
    `/api/v1/namespaces/${namespace}/secrets/${secret.name}`,
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: secret.name,
        namespace,
        labels: { [CLUSTER_LABEL]: labels?.[CLUSTER_LABEL] },
        ownerReferences: [
          {
            apiVersion: `${kind.group}/${VERSION}`,
            kind: kind.kind,
            name,
            uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      type: "cluster.x-k8s.io/secret",
      data: { value: Buffer.from(secret.value).toString("base64") },
    },
    { fieldManager: "karbon-local", force: true },
  );
}

export async function readIfThere<T>(kube: KubeClient, path: string): Promise<T | undefined> {
  try {
    return await kube.json<T>(path);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
