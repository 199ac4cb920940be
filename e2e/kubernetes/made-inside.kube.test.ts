import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { madeInside } from "#server/adapters/provider/made-inside.ts";
import { HELD_LABEL } from "#server/domain/job/annotations.ts";
import { createNamespace, removeAll, templateOf } from "./program/cluster.ts";

const NAMESPACE = "made-inside";
const VOLUMES = "/api/v1/persistentvolumes";
const SERVICES = `/api/v1/namespaces/${NAMESPACE}/services`;
const JOBS = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
const { signal } = new AbortController();
let kube: KubeClient;

const post = (path: string, body: object) => kube.json(path, { method: "POST", body });
const service = (name: string, type: string) => ({
  metadata: { name },
  spec: { type, ports: [{ port: 80 }] },
});
const volume = (name: string, persistentVolumeReclaimPolicy: string, more: object = {}) => ({
  metadata: { name },
  spec: {
    capacity: { storage: "10Gi" },
    accessModes: ["ReadWriteOnce"],
    hostPath: { path: "/nowhere" },
    persistentVolumeReclaimPolicy,
    ...more,
  },
});

beforeAll(async () => {
  kube = createKubeClient(inject("kubeconfig"));
  await createNamespace(kube, NAMESPACE);
});
afterAll(async () => {
  await removeAll(kube, [
    `${VOLUMES}/inside-dies`,
    `${VOLUMES}/inside-stays`,
    `/api/v1/namespaces/${NAMESPACE}`,
  ]);
  await kube.close();
});

test("what stands outside and was made from inside is named; what is kept, or stays inside, is not", async () => {
  const before = await madeInside({ client: kube, signal });
  await post(SERVICES, service("web", "LoadBalancer"));
  await post(SERVICES, service("pending", "LoadBalancer"));
  await post(SERVICES, service("quiet", "ClusterIP"));
  const address = { status: { loadBalancer: { ingress: [{ ip: "10.0.0.7" }] } } };
  await kube.patch(`${SERVICES}/web/status`, address, "application/merge-patch+json");
  const claimRef = { namespace: "default", name: "data" };
  await post(VOLUMES, volume("inside-dies", "Delete", { claimRef }));
  await post(VOLUMES, volume("inside-stays", "Retain"));
  await post(JOBS, {
    metadata: { name: "held", labels: { [HELD_LABEL]: "true" } },
    spec: { suspend: true, template: templateOf() },
  });
  await post(JOBS, { metadata: { name: "own" }, spec: { suspend: true, template: templateOf() } });

  const { loadBalancers, volumes, jobs } = await madeInside({ client: kube, signal });
  expect(loadBalancers.count - before.loadBalancers.count).toBe(2);
  expect(loadBalancers.items).toEqual(
    expect.arrayContaining([`${NAMESPACE}/pending`, `${NAMESPACE}/web at 10.0.0.7`]),
  );
  expect(volumes.count - before.volumes.count).toBe(1);
  expect(volumes.items).toContain("inside-dies, 10Gi, of default/data");
  expect(jobs.held - before.jobs.held).toBe(1);
});
