import { counted } from "#charts/format.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";

type Versions = Pick<ClusterSummary, "kubernetesVersion" | "workersVersion">;

/** On the cluster's own page; undefined where they do not say. */
export function workersText({ kubernetesVersion, workersVersion }: Versions): string | undefined {
  if (!workersVersion) return undefined;
  return workersVersion === kubernetesVersion
    ? workersVersion
    : `${workersVersion}, apart from the control plane`;
}

/** Under a cluster's version: how far it is behind the newest of the fleet, and its workers behind its control plane. */
export function skewNotes({ kubernetesVersion, workersVersion }: Versions, behind: number): string[] {
  const apart =
    kubernetesVersion !== null &&
    workersVersion !== null &&
    workersVersion !== undefined &&
    workersVersion !== kubernetesVersion;
  return [
    ...(behind > 0 ? [`${counted(behind, "minor")} behind`] : []),
    ...(apart ? [`workers on ${workersVersion}`] : []),
  ];
}
