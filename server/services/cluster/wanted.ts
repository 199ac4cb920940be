import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import type { App } from "#server/context.ts";
import { changedSpec, type ClusterChange } from "#server/domain/cluster/cluster-api/change.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { DomainError } from "#server/domain/errors.ts";
import { managementRow } from "../management/ask.ts";
import { classNamed, workersProblem } from "./from-class.ts";
import { clusterNamed, refuseWhileDeleting } from "./view.ts";

/** A cluster of Cluster API that may be changed. @throws DomainError */
export async function changeable(
  app: App,
  name: string,
): Promise<{ row: ClusterRow; management: ManagementRow; own: ClusterApiSpec }> {
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  const { clusterApi } = row.spec;
  if (!clusterApi)
    throw new DomainError("BAD_REQUEST", `${name} has the version and the machines that its provider has.`);
  return { row, management: await managementRow(app, clusterApi.managementId), own: clusterApi };
}

export interface Wanted {
  row: ClusterRow;
  management: ManagementRow;
  spec: ClusterSpec;
  own: ClusterApiSpec;
  /** Versions that its class lists; none where the change is not one of the version. */
  offered: readonly string[];
}

/** The spec that a change comes to, checked against the class as it is now. @throws DomainError */
export async function wantedSpec(app: App, name: string, change: ClusterChange): Promise<Wanted> {
  const { row, management, own: before } = await changeable(app, name);
  const changed = changedSpec(row.spec, change, app.clock.now());
  if (changed.problem !== undefined) throw new DomainError("BAD_REQUEST", changed.problem);
  const { spec } = changed;
  const wanted = { row, management, spec, own: spec.clusterApi ?? before };
  if (change.kind === "roll" || change.kind === "pause") return { ...wanted, offered: [] };
  const chosen = await classNamed(app, management, before.classRef);
  if (change.kind === "upgrade") return { ...wanted, offered: chosen.versions };
  const problem = workersProblem(chosen, change.pools);
  if (problem) throw new DomainError("BAD_REQUEST", problem);
  return { ...wanted, offered: [] };
}
