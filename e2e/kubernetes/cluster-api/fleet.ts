import { clusterApiProvider } from "#server/adapters/provider/cluster-api/provider.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { STARTER_CLASS, starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";

/** Where the clusters of a test stand in its management cluster. */
export const NAMESPACE = "fleet";
export const NAMESPACE_OBJECT: KubeObject = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: NAMESPACE },
};
/** The namespace, and in it a class whose machines take no time. */
export const FLEET: readonly KubeObject[] = [NAMESPACE_OBJECT, ...starterClass(NAMESPACE, STARTER_CLASS, 0)];

interface Wish {
  workers: number;
  kubernetesVersion?: string;
  className?: string;
  controlPlaneReplicas?: number;
}

/** One pool of so many machines in memory. */
export const specOf = ({
  workers,
  kubernetesVersion = "v1.35.4",
  className = STARTER_CLASS,
  controlPlaneReplicas,
}: Wish): ClusterSpec =>
  ClusterSpec.parse({
    kubernetesVersion,
    pools: [
      {
        name: "md-0",
        role: "fallback",
        minNodes: workers,
        maxNodes: workers,
        machineClass: "default-worker",
      },
    ],
    clusterApi: {
      managementId: "m1",
      namespace: NAMESPACE,
      classRef: { name: className, namespace: NAMESPACE },
      controlPlaneReplicas,
    },
  });

/** The provider on a management cluster, with nothing of Postgres: what it would seal is in `stored`. */
export function providerOn(credentials: () => { kubeconfig: string }) {
  const stored = new Map<string, string>();
  const kubeconfigs: Kubeconfigs = {
    find: (id) => Promise.resolve(stored.get(id)),
    save: (id, yaml) => Promise.resolve(void stored.set(id, yaml)),
    seal: () => Promise.reject(new Error("not needed here")),
  };
  const managements = {
    find: () => Promise.resolve({ name: "home", kubeconfig: credentials().kubeconfig }),
  };
  const provider = clusterApiProvider({
    managements,
    kubeconfigs,
    clusters: { removeSecrets: (id) => Promise.resolve(void stored.delete(id)) },
  });
  return { provider, managements, kubeconfigs, stored };
}
