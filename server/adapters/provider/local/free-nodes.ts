import type { Access } from "../kube-access.ts";

const LEASES_PATH = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

/**
 * Before kwok starts: it has a new identity each time, and would let nodes and their Pods stand still for 40 s until the leases of the
 * last one, which has ended, are over.
 */
export async function freeNodes({ client, signal }: Access): Promise<void> {
  await client.json(LEASES_PATH, { method: "DELETE", signal });
}
