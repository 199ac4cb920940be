import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { installedParts } from "#server/adapters/kubernetes/agent-installation.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { removeObjects } from "#server/adapters/kubernetes/object-set.ts";
import { createBootstrap } from "#server/adapters/provider/cluster-api/bootstrap/bootstrap.ts";
import { agentRefused } from "#server/domain/cluster/cluster-api/bootstrap/agent.ts";
import { readBootstrap } from "#server/domain/cluster/cluster-api/bootstrap/bootstrap.ts";
import type { BootstrapConditionType } from "#server/domain/cluster/cluster-api/bootstrap/reading.ts";
import type { KubeObject, Pod } from "#server/domain/kubernetes.ts";

const SYSTEM = "kube-system";
const NODE = "/api/v1/nodes/bootstrap-node";
const SERVICE = `/api/v1/namespaces/${SYSTEM}/services/kube-dns`;
const SERVER = `/apis/apps/v1/namespaces/${SYSTEM}/deployments/coredns`;
const SLICE = `/apis/discovery.k8s.io/v1/namespaces/${SYSTEM}/endpointslices/kube-dns-test`;
const PLUGIN = `/apis/apps/v1/namespaces/${SYSTEM}/daemonsets/cilium`;
const CLASS = "/apis/storage.k8s.io/v1/storageclasses/slow";
const PODS = "/api/v1/namespaces/karbonetes-system/pods";
const IMAGE = "registry.example.org/karbonetes/agent:1.2.3";
const NO_CNI =
  "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";

let kube: KubeClient;
const { signal } = new AbortController();
const cluster = { id: "c1", name: "heron", zone: "DE" };
const bootstrap = createBootstrap({ find: () => Promise.resolve(inject("kubeconfig")) });
const look = async (type: BootstrapConditionType) =>
  readBootstrap(await bootstrap.read(cluster, signal)).find((reading) => reading.type === type);
const make = (path: string, body: object) =>
  kube.json(path.slice(0, path.lastIndexOf("/")), {
    method: "POST",
    body: {
      ...body,
      metadata: { name: path.split("/").at(-1), ...("metadata" in body ? (body.metadata as object) : {}) },
    },
  });
const merge = (path: string, patch: object) => kube.patch(path, patch, "application/merge-patch+json");
const podOf = (app: string) => ({
  metadata: { labels: { "k8s-app": app } },
  spec: { containers: [{ name: "main", image: "busybox" }], nodeSelector: { "example.org/none": "here" } },
});
const nodeIs = (ready: "True" | "False", message: string) =>
  merge(`${NODE}/status`, {
    status: {
      allocatable: { cpu: "4", memory: "8Gi", pods: "20" },
      capacity: { cpu: "4", memory: "8Gi", pods: "20" },
      conditions: [
        {
          type: "Ready",
          status: ready,
          reason: "Test",
          message,
          lastHeartbeatTime: new Date().toISOString(),
        },
      ],
    },
  });

beforeAll(() => {
  kube = createKubeClient(inject("kubeconfig"));
});
afterAll(async () => {
  for (const path of [SLICE, SERVER, SERVICE, PLUGIN, CLASS, NODE])
    await kube.json(path, { method: "DELETE" }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  await removeObjects({ client: kube, signal }, installedParts());
  await kube.close();
});

test("a node without a network plugin is told, with what brings one; with one it has its network", async () => {
  await make(NODE, {});
  await nodeIs("False", NO_CNI);
  expect(await look("NetworkReady")).toMatchObject({
    status: "False",
    reason: "NoNetworkPlugin",
    command: "cilium install",
  });
  await make(PLUGIN, {
    spec: { selector: { matchLabels: { "k8s-app": "cilium" } }, template: podOf("cilium") },
  });
  expect(await look("NetworkReady")).toMatchObject({
    status: "False",
    reason: "NetworkPluginNotReady",
    message: expect.stringContaining("cni plugin not initialized"),
  });
  await nodeIs("True", "kubelet is posting ready status");
  expect(await look("NetworkReady")).toMatchObject({
    status: "True",
    message: "No node lacks its network. Cilium connects its Pods.",
  });
});

test("DNS: no Service, nobody behind it, nobody ready, and then an address", async () => {
  expect(await look("DnsReady")).toMatchObject({
    status: "False",
    reason: "NoDnsService",
    command: expect.stringMatching(/ --set service\.clusterIP=\d+\.\d+\.\d+\.10$/),
  });
  await make(SERVICE, {
    spec: { selector: { "k8s-app": "kube-dns" }, ports: [{ name: "dns", port: 53, protocol: "UDP" }] },
  });
  expect(await look("DnsReady")).toMatchObject({ status: "False", reason: "NoDnsServer" });
  await make(SERVER, {
    spec: { replicas: 2, selector: { matchLabels: { "k8s-app": "kube-dns" } }, template: podOf("kube-dns") },
  });
  expect(await look("DnsReady")).toMatchObject({
    status: "False",
    reason: "DnsNotReady",
    message: expect.stringContaining("0 of 2\u00a0Pods of coredns are ready"),
  });
  await make(SLICE, {
    metadata: { labels: { "kubernetes.io/service-name": "kube-dns" } },
    addressType: "IPv4",
    ports: [{ name: "dns", port: 53, protocol: "UDP" }],
    endpoints: [{ addresses: ["10.1.2.3"], conditions: { ready: true } }],
  });
  expect(await look("DnsReady")).toMatchObject({ status: "True", reason: "EndpointsReady" });
});

test("storage: no class, none by default, and then one", async () => {
  expect(await look("StorageReady")).toMatchObject({ status: "False", reason: "NoStorageClass" });
  await make(CLASS, { provisioner: "example.org/disk" });
  expect(await look("StorageReady")).toMatchObject({
    status: "False",
    reason: "NoDefaultClass",
    command: "kubectl annotate storageclass slow storageclass.kubernetes.io/is-default-class=true",
  });
  await merge(CLASS, {
    metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  });
  expect(await look("StorageReady")).toMatchObject({
    status: "True",
    message: "Volumes come from slow (example.org/disk).",
  });
});

test("the agent: none, installed with nobody ready, an image that cannot be had, and then ready", async () => {
  expect(await look("AgentInstalled")).toMatchObject({ status: "False", reason: "NotInstalled" });
  const outcomes = await bootstrap.installAgent(cluster, IMAGE, signal);
  expect(agentRefused(outcomes)).toBeUndefined();
  expect(outcomes.find(({ kind }) => kind === "Deployment")?.outcome).toBe("created");
  expect(await look("AgentInstalled")).toMatchObject({
    status: "False",
    reason: "NoPodReady",
    message: expect.stringContaining(`It is installed from ${IMAGE}; no Pod of it is ready yet`),
  });
  const again = await bootstrap.installAgent(cluster, IMAGE, signal);
  expect(again.filter(({ outcome }) => outcome !== "unchanged")).toEqual([]);

  const pod = await anyPod();
  const container = { name: "agent", image: IMAGE, imageID: "", ready: false, restartCount: 0 };
  const waiting = { reason: "ImagePullBackOff", message: "no such image" };
  await merge(`${pod}/status`, { status: { containerStatuses: [{ ...container, state: { waiting } }] } });
  await expect
    .poll(async () => (await look("AgentInstalled"))?.message)
    .toMatch(/: ImagePullBackOff, no such image\.$/);
  const ready = { type: "Ready", status: "True" };
  await merge(`${pod}/status`, {
    status: {
      phase: "Running",
      conditions: [ready],
      containerStatuses: [{ ...container, ready: true, state: { running: {} } }],
    },
  });
  await expect
    .poll(() => look("AgentInstalled"), { timeout: 60_000 })
    .toMatchObject({ status: "True", reason: "ReplicaReady" });
});

/** The one that the Deployment made: those of other files' agents may still be on their way out. */
async function anyPod(): Promise<string> {
  const query = { labelSelector: "app.kubernetes.io/name=karbonetes-agent" };
  const list = async () =>
    (await kube.list<KubeObject & Pick<Pod, "spec">>(PODS, { query })).items.filter(
      ({ metadata, spec }) =>
        !metadata.deletionTimestamp && spec.containers.some(({ image }) => image === IMAGE),
    );
  await expect.poll(list, { timeout: 20_000 }).not.toEqual([]);
  return `${PODS}/${(await list())[0]?.metadata.name}`;
}
