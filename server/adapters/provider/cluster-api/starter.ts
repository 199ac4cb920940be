import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { applyObjects } from "#server/adapters/kubernetes/object-set.ts";
import { starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import type { AppliedObject } from "#server/domain/agent/view.ts";
import type { Access } from "../kube-access.ts";

/** The class for machines in memory with its templates, and its namespace where there is none. Applied again it is the same. */
export async function installStarter(access: Access, namespace: string): Promise<AppliedObject[]> {
  const objects = starterClass(namespace);
  if (await hasNamespace(access, namespace)) return applyObjects(access, objects);
  return applyObjects(access, [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    ...objects,
  ]);
}

async function hasNamespace({ client, signal }: Access, name: string): Promise<boolean> {
  try {
    await client.json(`/api/v1/namespaces/${name}`, { signal });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
