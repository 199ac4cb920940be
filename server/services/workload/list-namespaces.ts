import { z } from "zod";
import { NAMESPACES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { clusterWithApi, said } from "./target.ts";

export const ListNamespaces = z.object({ cluster: z.string().min(1).max(63) });
export type ListNamespaces = z.infer<typeof ListNamespaces>;

export async function listNamespaces(app: App, { cluster: name }: ListNamespaces): Promise<string[]> {
  authorise(app.actor, "read", "see namespaces");
  const { cluster, kube } = await clusterWithApi(app, name);
  const { items } = await said(cluster, () =>
    kube.list<KubeObject>(NAMESPACES_PATH, { signal: AbortSignal.timeout(5_000) }),
  );
  return items.map(({ metadata }) => metadata.name).toSorted();
}
