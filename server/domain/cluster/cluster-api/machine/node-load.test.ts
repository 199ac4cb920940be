import { expect, test } from "vitest";
import type { Pod } from "../../../kubernetes.ts";
import { loadOf } from "./node-load.ts";

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
