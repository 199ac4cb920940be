import { afterAll, beforeAll, expect, vi } from "vitest";
import { providerContract } from "#server/adapters/provider/provider.contract.ts";
import { FLEET, NAMESPACE, providerOn, specOf } from "./cluster-api/fleet.ts";
import { applyAll, objectsIn, startManagement, type Management } from "./cluster-api/management.ts";
import { processesOn } from "./local/processes.ts";

const cluster = { id: "c1", name: "heron", zone: "DE" };
const spec = specOf({ workers: 1, controlPlaneReplicas: 1 });
const PATH = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/clusters/first`;
const SECRET = `/api/v1/namespaces/${NAMESPACE}/secrets/heron-kubeconfig`;

let management: Management;
const { provider, stored } = providerOn(() => management);
/** What its control plane provider wrote, while the test has written something else. */
let written: string | undefined;

beforeAll(async () => {
  management = await startManagement();
  await applyAll(management.kube, FLEET);
  const dry = {
    apiVersion: "cluster.x-k8s.io/v1beta2",
    kind: "Cluster",
    metadata: { name: "first", namespace: NAMESPACE },
    spec: { topology: { classRef: spec.clusterApi?.classRef, version: spec.kubernetesVersion } },
  };
  const isTaken = () => management.kube.apply(PATH, dry, { fieldManager: "test", dryRun: true });
  await vi.waitFor(isTaken, { timeout: 60_000, interval: 200 });
});
afterAll(async () => {
  await management.stop();
  expect(processesOn(management.dir)).toEqual([]);
});

const patchSecret = (value: string) =>
  management.kube.patch(SECRET, { data: { value } }, "application/merge-patch+json");

// a step may be done again, so each test goes on with the cluster that it finds
providerContract({
  name: "cluster-api",
  cluster,
  spec,
  withoutJobs: true,
  letsAnybodyIn: true,
  patienceMs: 60_000,
  make: () => provider,
  async given() {
    if (written) await patchSecret(written);
    written = undefined;
  },
  stored: () => stored,
  async write(yaml) {
    const { data } = await management.kube.json<{ data: { value: string } }>(SECRET);
    written ??= data.value;
    await patchSecret(Buffer.from(yaml).toString("base64"));
  },
  async isLeft() {
    const objects = await objectsIn(management.kube);
    return stored.size > 0 || objects.some((object) => object.includes("/heron"));
  },
});
