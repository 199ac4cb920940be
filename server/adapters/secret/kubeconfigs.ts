import type { ClusterRepo } from "../db/cluster.ts";
import type { Vault } from "./vault.ts";

const NAME = "kubeconfig";

export interface Kubeconfigs {
  find(clusterId: string): Promise<string | undefined>;
  save(clusterId: string, yaml: string): Promise<void>;
  /** For a row that is about to be made. */
  seal(clusterId: string, yaml: string): Promise<{ name: string; sealed: Uint8Array<ArrayBuffer> }>;
}

/** Each cluster's kubeconfig, sealed in Postgres: any process of ours may open it, no browser ever sees it but as a download. */
export function createKubeconfigs(clusters: ClusterRepo, vault: () => Promise<Vault>): Kubeconfigs {
  return {
    async find(clusterId) {
      const sealed = await clusters.findSecret(clusterId, NAME);
      return sealed && (await vault()).open({ clusterId, name: NAME }, sealed);
    },
    async save(clusterId, yaml) {
      await clusters.saveSecret(clusterId, NAME, (await vault()).seal({ clusterId, name: NAME }, yaml));
    },
    async seal(clusterId, yaml) {
      return { name: NAME, sealed: (await vault()).seal({ clusterId, name: NAME }, yaml) };
    },
  };
}
