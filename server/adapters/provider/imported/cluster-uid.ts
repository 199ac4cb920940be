import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../kube-access.ts";

/** The uid of kube-system, by which a cluster is known; undefined where the credentials may not get it. */
export async function clusterUid({ client, signal }: Access): Promise<string | undefined> {
  try {
    const { metadata } = await client.json<KubeObject>("/api/v1/namespaces/kube-system", { signal });
    return metadata.uid;
  } catch (error) {
    if (error instanceof ApiError && [403, 404].includes(error.status)) return undefined;
    throw error;
  }
}
