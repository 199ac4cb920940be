import { ApiError } from "../kubernetes/api-error.ts";
import type { Kubeconfigs } from "../secret/kubeconfigs.ts";
import { isLocked, type ClusterRow } from "#server/domain/cluster/row.ts";
import { DRY_RUN_ANNOTATION, PAUSED_ANNOTATION, ZONE_ANNOTATION } from "#server/domain/job/annotations.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { asking, type Access } from "./kube-access.ts";

const PATH = `/api/v1/namespaces/${SYSTEM_NAMESPACE}`;
export const MARKS_MANAGER = "karbonetes-cluster";

/** Writes on the namespace karbonetes-system what the agent must know of the fleet: its zone, and whether it is paused or in a dry run. */
export function createMarks(kubeconfigs: Kubeconfigs) {
  return {
    write: async (row: ClusterRow, signal: AbortSignal): Promise<void> => {
      if (isLocked(row)) return;
      await asking(kubeconfigs, row, signal, (access) => writeMarks(access, row));
    },
  };
}

type Marked = Pick<ClusterRow, "zone" | "carbonPaused" | "carbonDryRun">;

export const marksOf = ({ zone, carbonPaused, carbonDryRun }: Marked): Record<string, string> => ({
  [ZONE_ANNOTATION]: zone,
  [PAUSED_ANNOTATION]: String(carbonPaused),
  [DRY_RUN_ANNOTATION]: String(carbonDryRun),
});

export async function writeMarks(
  { client, signal }: Access,
  { provider, zone, carbonPaused, carbonDryRun }: Marked & Pick<ClusterRow, "provider">,
): Promise<void> {
  const annotations = marksOf({ zone, carbonPaused, carbonDryRun });
  const present = await find({ client, signal });
  if (!present && provider === "cluster-api") return; // nothing of ours is in it before a person installs the agent
  if (Object.entries(annotations).every(([key, value]) => present?.metadata.annotations?.[key] === value))
    return;
  await client.apply(
    PATH,
    { apiVersion: "v1", kind: "Namespace", metadata: { name: SYSTEM_NAMESPACE, annotations } },
    { fieldManager: MARKS_MANAGER, force: true, signal },
  );
}

async function find({ client, signal }: Access): Promise<KubeObject | undefined> {
  try {
    return await client.json<KubeObject>(PATH, { signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
