import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ManagerName } from "#server/adapters/control-plane/cluster-api/managers.ts";
import { startClusterApi } from "#server/adapters/control-plane/cluster-api/start-cluster-api.ts";
import { CLUSTER_API_FILES, ENGINE_FILES } from "#server/adapters/control-plane/engines.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { startControlPlane } from "#server/adapters/control-plane/start-control-plane.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";

/** Everything of Cluster API that may be left of a cluster, by its list in all namespaces. */
const KINDS = [
  "/apis/cluster.x-k8s.io/v1beta2/clusters",
  "/apis/cluster.x-k8s.io/v1beta2/machines",
  "/apis/cluster.x-k8s.io/v1beta2/machinesets",
  "/apis/cluster.x-k8s.io/v1beta2/machinedeployments",
  "/apis/bootstrap.cluster.x-k8s.io/v1beta2/kubeadmconfigs",
  "/apis/bootstrap.cluster.x-k8s.io/v1beta2/kubeadmconfigtemplates",
  "/apis/controlplane.cluster.x-k8s.io/v1beta2/kubeadmcontrolplanes",
  "/apis/infrastructure.cluster.x-k8s.io/v1beta2/devclusters",
  "/apis/infrastructure.cluster.x-k8s.io/v1beta2/devmachines",
  "/apis/infrastructure.cluster.x-k8s.io/v1beta2/devmachinetemplates",
  "/api/v1/secrets",
] as const;

/** A management cluster that its test file has for itself: Cluster API's webhooks and kinds are nobody else's business. */
export async function startManagement(only?: readonly ManagerName[]) {
  const engines = await haveEngines({
    env: process.env,
    files: [...ENGINE_FILES, ...CLUSTER_API_FILES],
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const dir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-cluster-api-"));
  const plane = await startControlPlane({ dir: path.join(dir, "plane"), engines });
  const startedAt = performance.now();
  const clusterApi = await startClusterApi({
    dir: path.join(dir, "managers"),
    engines,
    kubeconfig: plane.kubeconfig,
    only,
  }).catch(async (error: unknown) => {
    await plane.stop();
    throw error;
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stderr.write(`Cluster API is ready after ${seconds} s.\n`);
  const kube = createKubeClient(plane.kubeconfig);
  return {
    dir,
    engines,
    plane,
    clusterApi,
    kube,
    kubeconfig: plane.kubeconfig,
    async stop() {
      await kube.close();
      await clusterApi.stop();
      await plane.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type Management = Awaited<ReturnType<typeof startManagement>>;

/** "Machine default/a", of every kind, sorted: to compare what is there before and after. */
export async function objectsIn(kube: KubeClient, kinds: readonly string[] = KINDS): Promise<string[]> {
  const lists = await Promise.all(
    kinds.map(async (list) => {
      const { items } = await kube.list<KubeObject>(list);
      return items.map(({ metadata }) => `${list.split("/").at(-1)} ${metadata.namespace}/${metadata.name}`);
    }),
  );
  return lists.flat().toSorted();
}

/** As `kubectl apply --server-side` does it, in the order given. */
export async function applyAll(kube: KubeClient, objects: readonly KubeObject[]): Promise<void> {
  const pathOf = createObjectPaths(kube);
  for (const object of objects)
    await kube.apply(await pathOf(object), object, { fieldManager: "test", force: true });
}
