import { readTree, type TreeReading } from "#server/adapters/provider/cluster-api/tree-objects.ts";
import type { App } from "#server/context.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import { askManagement, managementRow } from "../management/ask.ts";
import { clusterNamed } from "./view.ts";

/** A cluster that a management cluster makes, with where its objects are. */
export interface MadeCluster {
  row: ClusterRow;
  own: ClusterApiSpec;
  management: ManagementRow;
}

/** @throws DomainError for a cluster that Cluster API does not make, or whose management cluster is not connected */
export async function madeCluster(app: App, name: string): Promise<MadeCluster> {
  const row = await clusterNamed(app, name);
  const { clusterApi: own } = row.spec;
  if (!own) {
    const sentence = `${name} is not made by Cluster API, so there is no management cluster with objects of it.`;
    throw new DomainError("BAD_REQUEST", sentence);
  }
  return { row, own, management: await managementRow(app, own.managementId) };
}

/** What is there of it now; undefined where there is no such object of ours. */
export const readTreeOf = (
  app: App,
  { row, own, management }: MadeCluster,
): Promise<TreeReading | undefined> => askManagement(app, management, (access) => readTree(access, row, own));
