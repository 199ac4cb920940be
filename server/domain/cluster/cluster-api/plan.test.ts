import { expect, test } from "vitest";
import { planOf } from "../plan.ts";
import { ClusterSpec } from "../spec.ts";
import { clusterObjectOf } from "./plan-object.ts";
import { ClusterApiSpec } from "./spec.ts";

const own = ClusterApiSpec.parse({
  managementId: "m1",
  namespace: "fleet",
  classRef: { name: "quick", namespace: "classes" },
});
const spec = ClusterSpec.parse({
  kubernetesVersion: "v1.35.4",
  pools: [
    { name: "md-0", role: "fallback", minNodes: 2, maxNodes: 2, machineClass: "default-worker" },
    { name: "md-1", role: "green", minNodes: 0, maxNodes: 5, machineClass: "large" },
  ],
  clusterApi: own,
});
const planned = (more: object = {}) =>
  clusterObjectOf({ id: "c1", name: "heron" }, spec, ClusterApiSpec.parse({ ...own, ...more }));

test("the object names its owner, its class and every pool", () => {
  expect(planned()).toMatchObject({
    apiVersion: "cluster.x-k8s.io/v1beta2",
    metadata: { name: "heron", namespace: "fleet", labels: { "carbon-aware.io/cluster-id": "c1" } },
    spec: {
      topology: {
        classRef: { name: "quick", namespace: "classes" },
        version: "v1.35.4",
        controlPlane: { replicas: 3, deletion: { nodeDrainTimeoutSeconds: 300 } },
        workers: {
          machineDeployments: [
            { name: "md-0", class: "default-worker" },
            { name: "md-1", class: "large" },
          ],
        },
      },
    },
  });
});

test("a pool has a size or bounds, never both", () => {
  expect(planned()).toMatchObject({
    spec: {
      topology: {
        workers: {
          machineDeployments: [
            { replicas: 2, metadata: { labels: { "carbon-aware.io/pool": "fallback" } } },
            {
              metadata: {
                annotations: {
                  "cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size": "0",
                  "cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size": "5",
                },
              },
            },
          ],
        },
      },
    },
  });
  const text = JSON.stringify(planned());
  expect(text.match(/"replicas"/g)).toHaveLength(2); // the control plane's and that of md-0
});

test("a control plane that the class sizes is stated without machines: one that a cloud runs has no such fields", () => {
  expect(planned({ controlPlaneReplicas: null }).spec).not.toHaveProperty("topology.controlPlane");
  const [step] = planOf("scale", "cluster-api", {
    ...spec,
    clusterApi: { ...own, controlPlaneReplicas: null },
  });
  expect(step?.detail).toContain(", control plane by its class, ");
});

test("ranges and variables are in it where a person gave them, and left to the class where not", () => {
  expect(planned().spec).not.toHaveProperty("clusterNetwork");
  expect(planned().spec).not.toHaveProperty("topology.variables");
  expect(
    planned({ podCidr: "10.1.0.0/16", serviceCidr: "10.2.0.0/16", variables: { region: "fsn1" } }).spec,
  ).toMatchObject({
    clusterNetwork: { pods: { cidrBlocks: ["10.1.0.0/16"] }, services: { cidrBlocks: ["10.2.0.0/16"] } },
    topology: { variables: [{ name: "region", value: "fsn1" }] },
  });
});

test.each([
  [2, "etcd needs an odd number of machines: 1, 3, 5 or 7."],
  [9, "A control plane has 1 to 7 machines."],
])("a control plane of %i machines is refused", (controlPlaneReplicas, sentence) => {
  expect(ClusterApiSpec.safeParse({ ...own, controlPlaneReplicas }).error?.issues[0]?.message).toBe(sentence);
});

test("every teardown step says what giving it up leaves; the credentials are the last", () => {
  const steps = planOf("delete", "cluster-api", spec);
  expect(steps.every(({ leaves }) => leaves !== undefined)).toBe(true);
  expect(steps.at(-1)?.name).toBe("credentials");
});
