import { describe, expect, test } from "vitest";
import { ClusterSpec } from "../../spec.ts";
import type { TreeObject } from "../tree/object.ts";
import { healthyObjects, treeObject } from "../tree/testing.ts";
import { planDeletion, withOneFewer } from "./deletion.ts";
import type { MachineIn } from "./in-the-way.ts";
import { asked, GOING, labelled, plain } from "./testing.ts";

const specOf = (minNodes = 2, maxNodes = minNodes): ClusterSpec =>
  ClusterSpec.parse({
    kubernetesVersion: "v1.35.4",
    pools: [
      { name: "md-0", role: "fallback", minNodes, maxNodes, machineClass: "worker" },
      { name: "other", role: "green", minNodes: 7, maxNodes: 7, machineClass: "worker" },
    ],
  });

const clusterWith = (more: Parameters<typeof treeObject>[2]): TreeObject =>
  treeObject("Cluster", "heron", { spec: { topology: { version: "v1.35.4" } }, ...more });
const NOT_READY = { conditions: { Ready: "NotReady" } };

const only = (name: string): MachineIn => {
  const question = asked(name);
  return { ...question, objects: { ...question.objects, machines: [question.machine] } };
};

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
      "one of a cluster that is to be paused",
      { ...asked("w1"), wantedPaused: true },
      "The cluster is paused",
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
