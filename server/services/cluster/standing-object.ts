import { isOurs } from "#server/adapters/provider/cluster-api/cluster-object.ts";
import { listMachines, rawCluster } from "#server/adapters/provider/cluster-api/operating.ts";
import type { Tree } from "#server/adapters/kubernetes/resource.ts";
import type { Access } from "#server/adapters/provider/kube-access.ts";
import { ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import type { MachineFact } from "#server/domain/cluster/cluster-api/machine-fact.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import { upgradeChecks, type UpgradeCheck } from "#server/domain/cluster/cluster-api/upgrade-check.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";

/** A cluster as its management cluster has it at this moment. */
export interface Standing {
  live: Tree;
  cluster: ClusterObject;
  machines: MachineFact[];
}

/** @throws DomainError where its object is not there, or is going */
export async function standingObject(
  access: Access,
  row: Pick<ClusterRow, "id" | "name">,
  own: ClusterApiSpec,
): Promise<Standing> {
  const [live, machines] = await Promise.all([rawCluster(access, row, own), listMachines(access, row, own)]);
  const cluster = live && ClusterObject.parse(live);
  const title = `${own.namespace}/${row.name}`;
  if (cluster?.metadata.deletionTimestamp !== undefined && isOurs(cluster, row)) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `Its Cluster object ${title} is being deleted there, and not from here: nothing of it can be changed.`,
    );
  }
  if (live && cluster && isOurs(cluster, row)) return { live, cluster, machines };
  throw new DomainError(
    "PRECONDITION_FAILED",
    `Its Cluster object ${title} is not there: it is not made yet, or somebody deleted it.`,
  );
}

/** What must hold before it goes to another version; without one, all but that. */
export const checksBefore = (
  { spec, generation, observedGeneration }: ClusterRow,
  { cluster, machines }: Standing,
  offered: readonly string[],
  to?: string,
): UpgradeCheck[] =>
  upgradeChecks({
    from: spec.kubernetesVersion,
    to,
    offered,
    cluster,
    machines,
    pending: generation !== observedGeneration,
  });
