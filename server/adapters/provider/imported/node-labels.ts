import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../kube-access.ts";

const MOST_NODES = 200; // enough to say where a cluster stands

/** Labels of a cluster's nodes, of the first page. */
export async function nodeLabels({ client, signal }: Access): Promise<Readonly<Record<string, string>>[]> {
  const { items } = await client.json<{ items?: KubeObject[] }>("/api/v1/nodes", {
    query: { limit: MOST_NODES },
    signal,
  });
  return (items ?? []).map(({ metadata }) => metadata.labels ?? {});
}
