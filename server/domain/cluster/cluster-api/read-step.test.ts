import { expect, test } from "vitest";
import { readStep } from "./read-step.ts";
import { clusterOf, IDLE, machines } from "./testing.ts";

const settled = {
  conditions: { Available: "True", TopologyReconciled: "True", ...IDLE },
  controlPlane: machines(3),
  workers: machines(2),
} as const;

test.each([
  [
    "nothing said yet: it waits",
    "infrastructure",
    clusterOf({}),
    { kind: "waiting", reason: "NotReported", message: "Cluster API has not said anything about it yet." },
  ],
  [
    "what a controller says is passed on whole",
    "control-plane-available",
    clusterOf({ conditions: { ControlPlaneAvailable: { reason: "NotAvailable", message: "* a:\n  * b" } } }),
    { kind: "waiting", reason: "NotAvailable", message: "* a:\n  * b" },
  ],
  [
    "a condition that holds is a step done",
    "infrastructure",
    clusterOf({ conditions: { InfrastructureReady: "True" } }),
    { kind: "done" },
  ],
  [
    "the class cannot be carried out: failing, with the reason",
    "topology",
    clusterOf({
      conditions: { TopologyReconciled: { reason: "ReconcileFailed", message: "error reading template" } },
    }),
    { kind: "failing", reason: "ReconcileFailed", message: "error reading template" },
  ],
  [
    "a class that is not read yet: waiting",
    "topology",
    clusterOf({
      conditions: { TopologyReconciled: { reason: "ClusterClassNotReconciled", message: "not yet" } },
    }),
    { kind: "waiting", reason: "ClusterClassNotReconciled" },
  ],
  [
    "an upgrade that is under way is accepted",
    "topology",
    clusterOf({ conditions: { TopologyReconciled: { reason: "ClusterUpgrading" } } }),
    { kind: "done" },
  ],
  [
    "but not the one of an older wish",
    "topology",
    clusterOf({ conditions: { TopologyReconciled: { reason: "ClusterUpgrading" } }, observedGeneration: 1 }),
    { kind: "waiting", reason: "ClusterUpgrading" },
  ],
  [
    "a success of an older wish is none of this one",
    "topology",
    clusterOf({ conditions: { TopologyReconciled: "True" }, observedGeneration: 1 }),
    { kind: "waiting" },
  ],
  ["every machine as wanted", "available", clusterOf(settled), { kind: "done" }],
  [
    "available is not yet all: what is busy says why",
    "available",
    clusterOf({
      ...settled,
      conditions: {
        ...settled.conditions,
        ScalingUp: { status: "True", reason: "ScalingUp", message: "* KubeadmControlPlane x:\n  * waiting" },
      },
      controlPlane: { ...machines(3, 1), replicas: 2 },
    }),
    {
      kind: "waiting",
      reason: "MachinesPending",
      message:
        "Available, 1 of 3\u00a0control-plane machines ready, scales up:\n  * KubeadmControlPlane x:\n    * waiting",
    },
  ],
  [
    "nodes that wait for a network plugin: what brings one, and Cluster API's own words below",
    "workers-available",
    clusterOf({
      conditions: {
        WorkersAvailable: { reason: "NotAvailable", message: "* md-0: 0 available replicas" },
        WorkerMachinesReady: {
          reason: "NotReady",
          message:
            "* Machine a:\n  * NodeHealthy: Node.Ready: reason:NetworkPluginNotReady message:cni plugin not initialized",
        },
      },
    }),
    {
      kind: "waiting",
      reason: "NoNetworkPlugin",
      message: expect.stringMatching(/ Bring it by: cilium install\n {2}\* md-0: 0 available replicas$/),
    },
  ],
  [
    "once its nodes are Ready nothing is said of a network",
    "workers-available",
    clusterOf({
      conditions: {
        WorkersAvailable: { reason: "NotAvailable", message: "* md-0: 1 available replicas" },
        WorkerMachinesReady: "True",
      },
    }),
    { kind: "waiting", reason: "NotAvailable", message: "* md-0: 1 available replicas" },
  ],
  [
    "paused: nothing moves, and it says so",
    "topology",
    clusterOf({ ...settled, paused: true }),
    { kind: "waiting", reason: "Paused" },
  ],
] as const)("%s", (_, step, cluster, reading) => {
  expect(readStep(step, cluster)).toMatchObject(reading);
});

test("a pause that was asked for is a step that is done; one of somebody else's is told apart", () => {
  const cluster = clusterOf({ ...settled, paused: true });
  expect(readStep("topology", cluster, { paused: true })).toMatchObject({ kind: "done" });
  expect(readStep("available", cluster, { paused: true })).toMatchObject({
    kind: "waiting",
    reason: "Paused",
  });
  expect(readStep("topology", cluster)).toMatchObject({ message: expect.stringContaining("not from here") });
  const marked = clusterOf({ ...settled, annotations: { "cluster.x-k8s.io/paused": "" } });
  expect(readStep("topology", marked)).toMatchObject({
    reason: "Paused",
    message: expect.stringContaining("until the annotation cluster.x-k8s.io/paused is taken"),
  });
});
