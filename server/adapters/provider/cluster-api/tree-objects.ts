import { ApiError, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { CLUSTER_API_VERSION } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { OWNER_LABEL } from "#server/domain/cluster/cluster-api/plan-object.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import { poolReferences } from "#server/domain/cluster/cluster-api/tree/build.ts";
import {
  TreeObject,
  type ClusterObjects,
  type TreeReference,
} from "#server/domain/cluster/cluster-api/tree/object.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import { TerminalError } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../kube-access.ts";
import { referencePaths } from "./deleting-objects.ts";

/** All that is there of a Cluster, and what of it the credentials may not see. */
export interface TreeReading {
  objects: ClusterObjects;
  /** As they were read, by uid. */
  raw: ReadonlyMap<string, KubeObject>;
  /** Sentences. */
  unread: string[];
}

const KINDS = {
  machinedeployments: "MachineDeployment",
  machinesets: "MachineSet",
  machinepools: "MachinePool",
  machines: "Machine",
} as const;
const NAME_LABEL = "cluster.x-k8s.io/cluster-name";

/**
 * What belongs to one Cluster, by its label: a list a kind, however many machines there are. Undefined where there is no such
 * Cluster, or only somebody else's.
 */
export async function readTree(
  access: Access,
  { id, name }: Pick<ClusterIdentity, "id" | "name">,
  { namespace }: ClusterApiSpec,
): Promise<TreeReading | undefined> {
  const reader = readerOf(access, namespace, name);
  const cluster = await reader.cluster();
  if (!cluster || cluster.metadata.labels[OWNER_LABEL] !== id) return undefined;
  const [machineDeployments, machineSets, machinePools, machines] = await Promise.all([
    reader.core("machinedeployments"),
    reader.core("machinesets"),
    reader.core("machinepools"),
    reader.core("machines"),
  ]);
  const references = [
    cluster.spec.infrastructureRef,
    cluster.spec.controlPlaneRef,
    ...machines.flatMap(({ spec }) => [spec.infrastructureRef, spec.bootstrap?.configRef]),
    ...machinePools.flatMap(poolReferences),
  ].filter((reference) => reference !== undefined);
  const referred = await reader.referred(references);
  const objects = { cluster, machineDeployments, machineSets, machinePools, machines, referred };
  return { objects, raw: reader.raw, unread: reader.unread };
}

function withoutKind(error: unknown): undefined {
  if (isNotFound(error) || error instanceof TerminalError) return undefined;
  throw error;
}

function readerOf({ client, signal }: Access, namespace: string, name: string) {
  const raw = new Map<string, KubeObject>();
  const unread: string[] = [];
  const root = `/apis/${CLUSTER_API_VERSION}/namespaces/${encodeURIComponent(namespace)}`;
  const pathOf = referencePaths(client, signal);

  const keep = (object: KubeObject): TreeObject => {
    const read = TreeObject.parse(object);
    raw.set(read.metadata.uid, object);
    return read;
  };

  /** What may not be seen is told; it is not the same as nothing. */
  async function list(path: string, apiVersion: string, kind: string): Promise<TreeObject[]> {
    const query = { labelSelector: `${NAME_LABEL}=${name}` };
    try {
      const { items } = await client.list<KubeObject>(path, { query, signal });
      return items.map((item) => keep({ ...item, apiVersion, kind })); // lists leave the kind out
    } catch (error) {
      if (isNotFound(error)) return []; // a kind that is not installed
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      unread.push(`Its objects of the kind ${kind} may not be seen: ${error.message}`);
      return [];
    }
  }

  async function listKind(reference: TreeReference): Promise<TreeObject[]> {
    const path = await pathOf(reference, namespace).catch(withoutKind);
    if (!path) {
      unread.push(`The management cluster has no kind ${reference.kind} of ${reference.apiGroup} any more.`);
      return [];
    }
    const [, , group, version] = path.split("/");
    return list(path.slice(0, path.lastIndexOf("/")), `${group}/${version}`, reference.kind);
  }

  return {
    raw,
    unread,
    async cluster(): Promise<TreeObject | undefined> {
      const found = await findObject({ client, signal }, `${root}/clusters/${encodeURIComponent(name)}`);
      return found && keep(found);
    },
    core: (plural: keyof typeof KINDS) => list(`${root}/${plural}`, CLUSTER_API_VERSION, KINDS[plural]),
    async referred(references: readonly TreeReference[]): Promise<TreeObject[]> {
      const kinds = new Map(references.map((each) => [`${each.kind}.${each.apiGroup}`, each]));
      return (await Promise.all([...kinds.values()].map(listKind))).flat();
    },
  };
}
