import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import type { Tree } from "#server/adapters/kubernetes/resource.ts";
import { AUTOSCALER_NAME, type AutoscalerSeen } from "#server/domain/cluster/cluster-api/autoscaler.ts";
import {
  CLUSTER_LABEL,
  machineFact,
  type MachineFact,
} from "#server/domain/cluster/cluster-api/machine-fact.ts";
import { notRolled } from "#server/domain/cluster/cluster-api/rolled.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { Waiting } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../kube-access.ts";
import { pathOf } from "./cluster-object.ts";

type Named = Pick<ClusterIdentity, "name">;
const LOOK_AGAIN_MS = 1_000;

/** The Cluster object as it stands there, with nothing added or left out; undefined where there is none. */
export const rawCluster = (
  access: Access,
  { name }: Named,
  { namespace }: ClusterApiSpec,
): Promise<Tree | undefined> => findObject<Tree>(access, pathOf(namespace, name));

/** Its machines, by name. */
export async function listMachines(
  { client, signal }: Access,
  { name }: Named,
  { namespace }: ClusterApiSpec,
): Promise<MachineFact[]> {
  const path = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${encodeURIComponent(namespace)}/machines`;
  const { items } = await client.list(path, { query: { labelSelector: `${CLUSTER_LABEL}=${name}` }, signal });
  return items
    .flatMap((item) => machineFact(item) ?? [])
    .toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

/** A roll is asked of other objects than the one whose conditions are read: they may not have heard of it yet. @throws Waiting */
export async function awaitRolled(
  access: Access,
  cluster: Named,
  spec: ClusterSpec,
  own: ClusterApiSpec,
): Promise<void> {
  if (!own.controlPlaneRolloutAfter && spec.pools.every(({ rolloutAfter }) => !rolloutAfter)) return;
  const message = notRolled(spec, await listMachines(access, cluster, own));
  if (message) throw new Waiting("RollPending", message, LOOK_AGAIN_MS);
}

/** Looks for a Deployment of that name, in every namespace that the credentials may list. */
export async function findAutoscaler({ client, signal }: Access): Promise<AutoscalerSeen> {
  try {
    const found: KubeObject[] = [];
    await client.list<KubeObject>("/apis/apps/v1/deployments", {
      signal,
      metadataOnly: true,
      onPage: (items) =>
        void found.push(...items.filter(({ metadata }) => metadata.name.includes(AUTOSCALER_NAME))),
    });
    const [first] = found;
    if (!first) return { kind: "none" };
    return { kind: "seen", where: `${first.metadata.namespace}/${first.metadata.name}` };
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return { kind: "unknown" };
    throw error;
  }
}
