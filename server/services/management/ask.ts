import { asking, MANY_CALLS_MS, type Access } from "#server/adapters/provider/kube-access.ts";
import { clusterUid } from "#server/adapters/provider/imported/cluster-uid.ts";
import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import type { App } from "#server/context.ts";
import { DomainError } from "#server/domain/errors.ts";

/** @throws DomainError NOT_FOUND */
export async function managementRow(app: App, id: string): Promise<ManagementRow> {
  const row = await app.managementClusters.find(id);
  if (row) return row;
  throw new DomainError(
    "NOT_FOUND",
    "There is no such management cluster. It may have been disconnected meanwhile.",
  );
}

/** Asks a management cluster; whatever goes wrong on the way is a sentence. Its first answer tells also which one it is. */
export async function askManagement<T>(
  app: App,
  row: ManagementRow,
  act: (access: Access) => Promise<T>,
): Promise<T> {
  const { signal } = new AbortController();
  const kubeconfigs = { find: async (id: string) => (await app.managements.find(id))?.kubeconfig };
  const answer = async (access: Access): Promise<T> => {
    const uid = row.clusterUid === null ? await clusterUid(access) : undefined;
    if (uid !== undefined) await app.managementClusters.learnUid(row, uid);
    return act(access);
  };
  try {
    return await asking(kubeconfigs, row, signal, answer, MANY_CALLS_MS);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError("PRECONDITION_FAILED", `${row.name}: ${(error as Error).message}`);
  }
}
