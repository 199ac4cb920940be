import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { KubeCondition, KubeObject } from "#server/domain/kubernetes.ts";
import { STARTER_CLASS, starterClass } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { applyAll, objectsIn, startManagement, type Management } from "./cluster-api/management.ts";
import { processesOn } from "./local/processes.ts";

const NAMESPACE = "fleet";
const PATH = `/apis/cluster.x-k8s.io/v1beta2/namespaces/${NAMESPACE}/clusters/heron`;
const until = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 110_000, interval: 250 });
type Cluster = KubeObject & { status?: { conditions?: KubeCondition[] } };

let management: Management;
let dir: string;
beforeAll(async () => {
  management = await startManagement();
  dir = management.dir;
  await applyAll(management.kube, [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    ...starterClass(NAMESPACE, STARTER_CLASS, 0),
  ]);
});
afterAll(async () => {
  await management.stop();
  expect(processesOn(dir)).toEqual([]);
});

test("a cluster of the starter class becomes Available, and deleting it leaves nothing", async () => {
  const { kube } = management;
  const before = await objectsIn(kube);
  await applyAll(kube, [
    {
      apiVersion: "cluster.x-k8s.io/v1beta2",
      kind: "Cluster",
      metadata: { name: "heron", namespace: NAMESPACE },
      spec: {
        topology: {
          classRef: { name: STARTER_CLASS, namespace: NAMESPACE },
          version: "v1.35.4",
          controlPlane: { replicas: 1 },
          workers: { machineDeployments: [{ class: "default-worker", name: "md-0", replicas: 1 }] },
        },
      },
    },
  ]);
  await until(async () => {
    const { status } = await kube.json<Cluster>(PATH);
    const available = status?.conditions?.find(({ type }) => type === "Available");
    expect(available?.status, available?.message).toBe("True");
  });
  await kube.json(PATH, { method: "DELETE" });
  await until(async () => expect(await objectsIn(kube)).toEqual(before));
});
