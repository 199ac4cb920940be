import { describe, expect, test } from "vitest";
import { ClusterSpec } from "../../spec.ts";
import type { Pod } from "../../../kubernetes.ts";
import { TreeObject } from "../tree/object.ts";
import { healthyObjects, machineOf, treeObject } from "../tree/testing.ts";
import { planDeletion, withOneFewer } from "./deletion.ts";
import type { MachineIn } from "./in-the-way.ts";
import { loadOf } from "./node-load.ts";
import { HealthCheck, planRemediation } from "./remediation.ts";

const specOf = (minNodes = 2, maxNodes = minNodes): ClusterSpec =>
  ClusterSpec.parse({
    kubernetesVersion: "v1.35.4",
    pools: [
      { name: "md-0", role: "fallback", minNodes, maxNodes, machineClass: "worker" },
      { name: "other", role: "green", minNodes: 7, maxNodes: 7, machineClass: "worker" },
    ],
  });

type Healthy = ReturnType<typeof healthyObjects>;
const labelled = (all: Healthy, replicas = 2): Healthy => ({
  ...all,
  machineDeployments: all.machineDeployments.map((object) =>
    TreeObject.parse({
      ...object,
      metadata: { ...object.metadata, labels: { "topology.cluster.x-k8s.io/deployment-name": "md-0" } },
      spec: { ...object.spec, replicas },
    }),
  ),
});
const setOf = ({ machineSets: [set] }: Healthy): TreeObject => set ?? treeObject("MachineSet", "none");
const controlPlaneOf = ({ referred }: Healthy): TreeObject =>
  referred[1] ?? treeObject("KubeadmControlPlane", "none");

/** A healthy cluster with some machines otherwise, and one of them asked for. */
function asked(
  name: string,
  others: Record<string, Parameters<typeof machineOf>[2]> = {},
  all: Healthy = labelled(healthyObjects()),
  cluster: TreeObject = all.cluster,
): MachineIn {
  const machines = all.machines.map((object) => {
    const { name: own } = object.metadata;
    const node = { status: { nodeRef: { name: `node-${own}` } } };
    return machineOf(own, own.startsWith("c") ? controlPlaneOf(all) : setOf(all), {
      ...node,
      ...others[own],
    });
  });
  const machine = machines.find(({ metadata }) => metadata.name === name) ?? treeObject("Machine", name);
  return { machine, objects: { ...all, cluster, machines }, wantedVersion: "v1.35.4" };
}
const clusterWith = (more: Parameters<typeof treeObject>[2]): TreeObject =>
  treeObject("Cluster", "heron", { spec: { topology: { version: "v1.35.4" } }, ...more });
const GOING = { deletedAt: "2026-11-22T12:00:00Z" };
const NOT_READY = { conditions: { Ready: "NotReady" } };
const plain = (value: unknown): string => JSON.stringify(value).replaceAll("\u00a0", " ");

describe("deleting a chosen machine", () => {
  test("a pool of a fixed size has one fewer, or a new one in its place: a person chooses", () => {
    const plan = planDeletion(asked("w1"), specOf(2));
    expect(plan.ways.map(({ way }) => way)).toEqual(["remove", "replace"]);
    expect(plain(plan)).toContain(
      "md-0 goes from 2 machines to 1: w1 is the one that goes, and no other is made.",
    );
    expect(plan).toMatchObject({ refused: null, pool: "md-0", notes: [] });
  });

  test.each<[string, MachineIn, ClusterSpec, string]>([
    [
      "one with bounds keeps its size",
      asked("w1"),
      specOf(1, 4),
      "The autoscaler keeps md-0 between 1 and 4 machines",
    ],
    ["and says when it is at its least", asked("w1"), specOf(2, 4), "It is at its least now."],
    [
      "the last machine of a pool is replaced",
      asked("w1", {}, labelled(healthyObjects(), 1)),
      specOf(1),
      "It is the last machine of md-0",
    ],
    [
      "a pool that still grows would lose another",
      asked("w1", {}, labelled(healthyObjects(), 3)),
      specOf(3),
      "md-0 is on its way to 3 machines and has 2 now",
    ],
    [
      "a pool that already shrinks too",
      asked("w1", { w2: GOING }),
      specOf(2),
      "md-0 is on its way to 2 machines and has 1 now",
    ],
  ])("%s: it can be replaced only", (_, question, spec, note) => {
    const plan = planDeletion(question, spec);
    expect(plan.ways.map(({ way }) => way)).toEqual(["replace"]);
    expect(plain(plan.notes)).toContain(note);
  });

  test("a control-plane machine is replaced, not removed", () => {
    const plan = planDeletion(asked("c1"), specOf());
    expect(plan.ways.map(({ way }) => way)).toEqual(["replace"]);
    expect(plain(plan.ways)).toContain(
      "the control plane stays at 3 machines, and makes a new one once c1 is gone",
    );
  });

  const only = (name: string): MachineIn => {
    const question = asked(name);
    return { ...question, objects: { ...question.objects, machines: [question.machine] } };
  };
  test.each<[string, MachineIn, string]>([
    ["the only one of the control plane", only("c1"), "c1 is the only control-plane machine"],
    [
      "one while another of the control plane goes",
      asked("c1", { c2: GOING }),
      "c2 of the control plane is going already",
    ],
    [
      "one without which etcd has no majority",
      asked("c1", { c2: NOT_READY }),
      "Of the other control-plane machines 1 of 2 is ready, and etcd needs 2.",
    ],
    ["one that goes already", asked("w1", { w1: GOING }), "w1 is being deleted already."],
    ["one that nobody here asked for", asked("stray"), "stray belongs to no pool of this cluster's"],
    [
      "one of a paused cluster",
      asked("w1", {}, undefined, clusterWith({ spec: { paused: true, topology: { version: "v1.35.4" } } })),
      "The cluster is paused",
    ],
    [
      "a paused machine",
      asked("w1", { w1: { annotations: { "cluster.x-k8s.io/paused": "" } } }),
      "w1 is paused",
    ],
    [
      "one of a cluster that goes",
      asked("w1", {}, undefined, clusterWith(GOING)),
      "The cluster is being deleted",
    ],
    [
      "one while a roll replaces all of them",
      asked("w1", {}, undefined, clusterWith({ conditions: { RollingOut: "True" } })),
      "It is being upgraded or rolled",
    ],
    [
      "one while the topology is upgraded",
      asked("w1", {}, undefined, clusterWith({ conditions: { TopologyReconciled: "ClusterUpgrading" } })),
      "It is being upgraded or rolled",
    ],
    [
      "one before an upgrade that is wished for",
      { ...asked("w1"), wantedVersion: "v1.36.4" },
      "It is being upgraded or rolled",
    ],
  ])("refused: %s", (_, question, sentence) => {
    const plan = planDeletion(question, specOf());
    expect(plan.ways).toEqual([]);
    expect(plan.refused).toContain(sentence);
  });

  test("the wish has one fewer in that pool, and the others are as they were", () => {
    expect(withOneFewer(specOf(5), "md-0").pools).toMatchObject([
      { name: "md-0", minNodes: 4, maxNodes: 4 },
      { name: "other", minNodes: 7, maxNodes: 7 },
    ]);
  });
});

const checkOf = (
  targets: string[],
  {
    allowed,
    templateRef,
    annotations,
    conditions,
  }: { allowed?: number; templateRef?: object; annotations?: object; conditions?: object[] } = {},
): HealthCheck =>
  HealthCheck.parse({
    metadata: { name: "watch-all", annotations },
    spec: { clusterName: "heron", ...(templateRef ? { remediation: { templateRef } } : {}) },
    status: { targets, remediationsAllowed: allowed, conditions },
  });

describe("remediating a machine", () => {
  test.each<[string, MachineIn, HealthCheck[], string]>([
    [
      "a worker's pool keeps its size",
      asked("w1"),
      [checkOf(["w1"])],
      "Its MachineSet deletes it and makes a new one",
    ],
    ["so does the control plane", asked("c1"), [checkOf(["c1"], { allowed: 1 })], "it stays at 3 machines"],
    [
      "another remedy has its own way",
      asked("w1"),
      [checkOf(["w1"], { templateRef: { kind: "MetalRemediationTemplate" } })],
      "What follows is up to MetalRemediationTemplate",
    ],
  ])("%s", (_, question, checks, sentence) => {
    const plan = planRemediation(question, checks);
    expect(plan).toMatchObject({ refused: null, check: "watch-all" });
    expect(plain(plan.follows)).toContain(sentence);
  });

  const notAllowed = { type: "RemediationAllowed", status: "False", message: "Too many are unhealthy." };
  test.each<[string, MachineIn, HealthCheck[], string]>([
    [
      "no check watches it: nobody heeds the mark",
      asked("w1"),
      [checkOf(["w2"])],
      "No MachineHealthCheck watches w1",
    ],
    ["there is no check at all", asked("w1"), [], "No MachineHealthCheck watches w1"],
    [
      "its check is paused",
      asked("w1"),
      [checkOf(["w1"], { annotations: { "cluster.x-k8s.io/paused": "" } })],
      "watch-all is paused",
    ],
    [
      "its check has no room for one more",
      asked("w1"),
      [checkOf(["w1"], { allowed: 0 })],
      "watch-all remediates no more machines at once",
    ],
    [
      "its check does not allow it",
      asked("w1"),
      [checkOf(["w1"], { conditions: [notAllowed] })],
      "does not allow it now: Too many are unhealthy.",
    ],
    [
      "it is marked already",
      asked("w1", { w1: { annotations: { "cluster.x-k8s.io/remediate-machine": "" } } }),
      [checkOf(["w1"])],
      "w1 is marked for remediation already",
    ],
    [
      "it is never to be remediated",
      asked("w1", { w1: { annotations: { "cluster.x-k8s.io/skip-remediation": "" } } }),
      [checkOf(["w1"])],
      "no MachineHealthCheck touches it",
    ],
    [
      "another of the control plane goes",
      asked("c1", { c2: GOING }),
      [checkOf(["c1"])],
      "c2 of the control plane is going. Cluster API waits",
    ],
    [
      "another of the control plane comes up",
      asked("c1", { c2: { status: {} } }),
      [checkOf(["c1"])],
      "c2 of the control plane is coming up",
    ],
    ["it goes already", asked("w1", { w1: GOING }), [checkOf(["w1"])], "w1 is being deleted already."],
  ])("refused: %s", (_, question, checks, sentence) => {
    const plan = planRemediation(question, checks);
    expect(plan.refused).toContain(sentence);
    expect(plan.follows).toEqual([]);
  });
});

const pod = (
  name: string,
  owner?: [kind: string, name: string],
  more: { phase?: string; mirror?: boolean } = {},
): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name,
    namespace: "ops",
    annotations: more.mirror ? { "kubernetes.io/config.mirror": "x" } : {},
    ownerReferences: owner ? [{ apiVersion: "v1", kind: owner[0], name: owner[1], uid: owner[1] }] : [],
  },
  spec: { containers: [] },
  status: { phase: more.phase ?? "Running" },
});

test.each<[string, Pod[], { pods: number; jobs: string[]; bare: string[] }]>([
  ["nothing", [], { pods: 0, jobs: [], bare: [] }],
  [
    "a Job's pods are one Job",
    [pod("a", ["Job", "train"]), pod("b", ["Job", "train"])],
    { pods: 2, jobs: ["ops/train"], bare: [] },
  ],
  [
    "what has ended does not move",
    [pod("a", ["Job", "train"], { phase: "Succeeded" })],
    { pods: 0, jobs: [], bare: [] },
  ],
  [
    "a DaemonSet's pods stay with their node",
    [pod("a", ["DaemonSet", "log"])],
    { pods: 0, jobs: [], bare: [] },
  ],
  [
    "so do the node's own",
    [pod("etcd", undefined, { mirror: true }), pod("api", ["Node", "n"])],
    { pods: 0, jobs: [], bare: [] },
  ],
  ["one that nothing makes anew is lost", [pod("a")], { pods: 1, jobs: [], bare: ["ops/a"] }],
])("what runs on a node: %s", (_, pods, load) => {
  expect(loadOf(pods)).toEqual(load);
});
