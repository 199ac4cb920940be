import { expect, test } from "vitest";
import type { Node } from "#server/domain/kubernetes.ts";
import { conditions } from "./node-object.ts";
import { nodePoolOf, type NodePool } from "./node-pool.ts";
import { DISRUPTED_TAINT, EMPTY_SINCE, planPool, type PoolPlan } from "./plan-pool.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const ago = (seconds: number): string => new Date(+NOW - seconds * 1_000).toISOString();

interface Kind {
  ready?: boolean;
  emptyFor?: number;
  age?: number;
  disrupted?: boolean;
  keep?: boolean;
}
const node = (name: string, { ready = true, emptyFor, age = 600, disrupted, keep }: Kind = {}): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name,
    creationTimestamp: ago(age),
    annotations: {
      ...(emptyFor !== undefined && { [EMPTY_SINCE]: ago(emptyFor) }),
      ...(keep && { "karpenter.sh/do-not-disrupt": "true" }),
    },
  },
  spec: { taints: disrupted ? [DISRUPTED_TAINT] : [] },
  status: { conditions: conditions(ready, NOW) },
});
const pool = (minNodes: number, maxNodes: number): NodePool =>
  nodePoolOf({ name: "x", role: "fallback", minNodes, maxNodes, cpu: 4, memoryGiB: 16 });

const NOTHING = { boot: "", markEmpty: "", markBusy: "", disrupt: "", restore: "", remove: "", create: 0 };
const names = (nodes: Node[]): string => nodes.map(({ metadata }) => metadata.name).join(" ");
function said(plan: PoolPlan) {
  const { boot, markEmpty, markBusy, disrupt, restore, remove, create } = plan;
  return {
    boot: names(boot),
    markEmpty: names(markEmpty),
    markBusy: names(markBusy),
    disrupt: names(disrupt),
    restore: names(restore),
    remove: names(remove),
    create,
  };
}

test.each([
  ["below its least it makes nodes", pool(2, 3), [], "", { create: 2 }],
  [
    "a node that has booted becomes ready",
    pool(0, 3),
    [node("a", { ready: false, age: 6 })],
    "",
    { boot: "a" },
  ],
  ["one that boots still is left alone", pool(0, 3), [node("a", { ready: false, age: 2 })], "", {}],
  ["an empty node is noted", pool(0, 3), [node("a")], "", { markEmpty: "a" }],
  ["an empty node stays for a while", pool(0, 3), [node("a", { emptyFor: 29 })], "", {}],
  ["then it goes", pool(0, 3), [node("a", { emptyFor: 30 })], "", { remove: "a" }],
  ["not when it is to be kept", pool(0, 3), [node("a", { emptyFor: 99, keep: true })], "", {}],
  [
    "nor below the least",
    pool(1, 3),
    [node("a", { emptyFor: 99 }), node("b", { emptyFor: 99, age: 9 })],
    "",
    { remove: "b" },
  ],
  ["a busy node is not empty any more", pool(0, 3), [node("a", { emptyFor: 99 })], "a", { markBusy: "a" }],
  [
    "too many: the empty one goes at once",
    pool(0, 1),
    [node("a", { emptyFor: 1 }), node("b")],
    "b",
    { remove: "a" },
  ],
  [
    "too many and all busy: one drains",
    pool(0, 1),
    [node("a"), node("b", { age: 9 })],
    "a b",
    { disrupt: "b" },
  ],
  ["it drains until it is done", pool(0, 1), [node("a"), node("b", { disrupted: true })], "a b", {}],
  ["then it goes, drained", pool(0, 1), [node("a"), node("b", { disrupted: true })], "a", { remove: "b" }],
  [
    "wanted again, it is restored",
    pool(0, 2),
    [node("a"), node("b", { disrupted: true })],
    "a b",
    { restore: "b" },
  ],
  [
    "without its pool every node goes or drains",
    undefined,
    [node("a"), node("b")],
    "b",
    { remove: "a", disrupt: "b" },
  ],
])("%s", (_, wanted, nodes, busy, expected) => {
  expect(said(planPool(wanted, nodes, new Set(busy.split(" ")), NOW))).toEqual({ ...NOTHING, ...expected });
});
