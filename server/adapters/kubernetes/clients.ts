import { TerminalError } from "#server/domain/errors.ts";
import type { Kubeconfigs } from "../secret/kubeconfigs.ts";
import { createKubeClient, type KubeClient } from "./client.ts";

export interface KubeClients {
  /** The client of a cluster, kept while its kubeconfig stays the same. @throws TerminalError without one */
  forCluster(cluster: { id: string; name: string }): Promise<KubeClient>;
  stop(): Promise<void>;
}

/** One client a cluster for the life of the process: pages ask often, and a TLS handshake each time is most of the answer. */
export function createKubeClients(kubeconfigs: Pick<Kubeconfigs, "find">): KubeClients {
  const clients = new Map<string, { yaml: string; client: KubeClient }>();

  async function drop(id: string): Promise<void> {
    const present = clients.get(id);
    clients.delete(id);
    await present?.client.close();
  }

  return {
    async forCluster({ id, name }) {
      const yaml = await kubeconfigs.find(id);
      const present = clients.get(id);
      if (present && present.yaml === yaml) return present.client;
      await drop(id);
      if (!yaml) throw new TerminalError(`${name} has no kubeconfig yet.`);
      const made = clients.get(id) ?? { yaml, client: createKubeClient(yaml) };
      clients.set(id, made);
      return made.client;
    },
    async stop() {
      await Promise.all([...clients.keys()].map(drop));
    },
  };
}
