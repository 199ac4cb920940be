import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { openControlPlane, PLANE_COMPONENTS } from "#server/adapters/control-plane/control-plane.ts";
import { LOCAL_FILES } from "#server/adapters/control-plane/engines.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import { instanceTypesOf } from "#server/adapters/provider/local/instance-types.ts";
import { installKarpenter } from "#server/adapters/provider/local/karpenter.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { processesOn } from "../local/processes.ts";
import { startNetwork } from "./network.ts";

/** Their NodeClass and their two pools, as deploy/samples has them. */
const SAMPLES = ["node-class-kwok.yaml", "node-pools.yaml"];

/** Two sizes: what is small leaves no room for what is large, which then needs a node of its own. */
const SIZES = [
  { cpu: 2, memoryGiB: 8 },
  { cpu: 16, memoryGiB: 64 },
];

/**
 * Somebody else's cluster, of which the product knows nothing: the real control plane with kwok and Karpenter, and the sample pools
 * `default` and `green-batch`.
 */
export async function startTheirCluster() {
  const dir = mkdtempSync(path.join(os.tmpdir(), "karbon-theirs-"));
  const engines = await haveEngines({ env: process.env, files: LOCAL_FILES, say: () => undefined });
  writeFileSync(path.join(dir, "instance-types.json"), JSON.stringify(instanceTypesOf(SIZES)));
  const network = await startNetwork(dir);
  const plane = await openControlPlane({
    dir,
    engines,
    name: "prod",
    apiServerFlags: network.apiServerFlags,
  });
  const kube = createKubeClient(plane.kubeconfig);
  const { signal } = new AbortController();
  for (const component of PLANE_COMPONENTS) await plane.run(component);
  await installKarpenter({ client: kube, signal }, engines["karpenter-crds.yaml"]);
  for (const file of SAMPLES) await applySample(kube, file);
  await plane.run("karpenter");
  return {
    dir,
    kube,
    network,
    kubeconfig: plane.kubeconfig,
    server: plane.server,
    /** Ends everything; how many processes are left then. */
    async stop(): Promise<number> {
      await kube.close();
      await plane.stop();
      await network.stop();
      const left = processesOn(dir).length;
      rmSync(dir, { recursive: true, force: true });
      return left;
    },
  };
}
export type TheirCluster = Awaited<ReturnType<typeof startTheirCluster>>;

async function applySample(kube: KubeClient, file: string): Promise<void> {
  const pathOf = createObjectPaths(kube);
  for (const document of parseAllDocuments(readFileSync(path.join("deploy/samples", file), "utf8"))) {
    const object = document.toJS() as KubeObject;
    await kube.apply(await pathOf(object), object, { fieldManager: "kubectl", force: true });
  }
}

const LISTS = [
  "/api/v1/namespaces",
  "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
  "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
  "/apis/karpenter.sh/v1/nodepools",
];

/** Everything that stands in a cluster for good and belongs to no namespace, by name. */
export async function standing(kube: KubeClient): Promise<string[]> {
  const lists = await Promise.all(
    LISTS.map(async (list) => {
      const { items } = await kube.list<KubeObject>(list);
      return items.map(({ metadata }) => `${path.basename(list)}/${metadata.name}`);
    }),
  );
  return lists.flat().toSorted();
}
