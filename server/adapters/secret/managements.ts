import { managementOwner, type ManagementRepo } from "../db/management-cluster.ts";
import type { Managements } from "../provider/cluster-api/management-access.ts";
import type { Vault } from "./vault.ts";

export interface SealedManagements extends Managements {
  seal(id: string, kubeconfig: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** The kubeconfigs of management clusters, sealed in Postgres: opened where one is asked, sent to no browser. */
export function createManagements(
  repo: Pick<ManagementRepo, "find" | "findSealed">,
  vault: () => Promise<Vault>,
): SealedManagements {
  return {
    async find(id) {
      const [row, sealed] = await Promise.all([repo.find(id), repo.findSealed(id)]);
      if (!row || !sealed) return undefined;
      return { name: row.name, kubeconfig: (await vault()).open(managementOwner(id), sealed) };
    },
    async seal(id, kubeconfig) {
      return (await vault()).seal(managementOwner(id), kubeconfig);
    },
  };
}
