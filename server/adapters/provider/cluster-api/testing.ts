import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import { OWNER_LABEL } from "#server/domain/cluster/cluster-api/plan-object.ts";
import { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { Access } from "../kube-access.ts";

export const cluster = { id: "c1", name: "heron", zone: "DE" };
export const own = ClusterApiSpec.parse({
  managementId: "m1",
  namespace: "fleet",
  classRef: { name: "quick", namespace: "fleet" },
});
export const CLUSTER_PATH = "/apis/cluster.x-k8s.io/v1beta2/namespaces/fleet/clusters/heron";
export const MACHINES_PATH = "/apis/cluster.x-k8s.io/v1beta2/namespaces/fleet/machines";

export const NO_OBJECT = new ApiError(404, { reason: "NotFound" });
export const NO_KIND = new ApiError(404, { message: "404 page not found" });

/** Our Cluster object. */
export const ours = (metadata: object = {}, status: object = {}, spec: object = {}) => ({
  metadata: {
    name: "heron",
    namespace: "fleet",
    uid: "u1",
    labels: { [OWNER_LABEL]: "c1" },
    ...metadata,
  },
  spec,
  status,
});

/** A management cluster with these objects and lists by their paths, and with nothing else; and what was written to it. */
export function managementWith(there: Record<string, unknown>) {
  const written: string[] = [];
  const json = (path: string, { method = "GET" }: { method?: string } = {}): Promise<unknown> => {
    if (method !== "GET") written.push(`${method} ${path}`);
    const found = there[path] ?? NO_OBJECT;
    return found instanceof ApiError ? Promise.reject(found) : Promise.resolve(found);
  };
  const list = (path: string, { onPage }: { onPage?: (items: unknown[]) => void }): Promise<unknown> => {
    const items = (there[path] as unknown[] | undefined) ?? [];
    onPage?.(items);
    return Promise.resolve({ items: onPage ? [] : items });
  };
  const apply = (path: string, object: unknown): Promise<unknown> => {
    written.push(`APPLY ${path}`);
    return Promise.resolve(object);
  };
  const client = { server: "https://home", json, list, apply };
  return { access: { client, signal: new AbortController().signal } as unknown as Access, written };
}
