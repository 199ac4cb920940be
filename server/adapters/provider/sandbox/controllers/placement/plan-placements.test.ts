import { expect, test } from "vitest";
import type { Pod, PodSpec } from "#server/domain/kubernetes.ts";
import { planPlacements, type GrowingPool, type Spot } from "./plan-placements.ts";
import { parseQuantity, parseResources } from "./quantity.ts";

const size = (cpu: string) => parseResources({ cpu, memory: "64Gi", pods: "110" });
const spot = (
  name: string,
  { free = "4", pool = "fallback", ...rest }: Partial<Spot> & { free?: string } = {},
): Spot => ({
  name,
  labels: { "karpenter.sh/nodepool": pool },
  taints: [],
  allocatable: size(free),
  used: {},
  ready: true,
  unschedulable: false,
  pool,
  ...rest,
});
const growing = (name: string, room: number, weight = 1): GrowingPool => ({
  name,
  labels: { "karpenter.sh/nodepool": name },
  taints: [],
  allocatable: size("4"),
  weight,
  room,
});
const pod = (name: string, cpu = "1", spec: Partial<PodSpec> = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name },
  spec: { containers: [{ name: "main", resources: { requests: { cpu } } }], ...spec },
});
const IN_GREEN = { matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "In", values: ["green"] }] };
const green: Partial<PodSpec> = {
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: IN_GREEN }],
    },
  },
};
const pods = (count: number, cpu = "1", spec = {}) =>
  Array.from({ length: count }, (_, at) => pod(`p${at}`, cpu, spec));

test.each([
  ["pods share what is least used", pods(4), [spot("a"), spot("b")], [], { bound: "a b a b" }],
  ["a node that is cordoned takes none", pods(1), [spot("a", { unschedulable: true })], [], { refused: 1 }],
  [
    "five pods on one node of four: one new node",
    pods(5),
    [spot("a")],
    [growing("x", 9)],
    { bound: "a a a a", launch: "x1" },
  ],
  ["new nodes are filled before the next", pods(9), [], [growing("x", 9)], { launch: "x3", waiting: 9 }],
  [
    "no more nodes than there is room for",
    pods(9),
    [],
    [growing("x", 2)],
    { launch: "x2", waiting: 8, refused: 1 },
  ],
  [
    "the heavier pool first",
    pods(1),
    [],
    [growing("x", 1, 1), growing("y", 1, 50)],
    { launch: "y1", waiting: 1 },
  ],
  [
    "a node that starts is waited for, not doubled",
    pods(2),
    [spot("a", { ready: false })],
    [growing("x", 9)],
    { waiting: 2 },
  ],
  ["no pool makes a node that the pod would not fit", pods(1, "8"), [], [growing("x", 9)], { refused: 1 }],
  [
    "a green pod waits for a green node while another has room",
    pods(1, "1", green),
    [spot("a")],
    [growing("green", 1)],
    { launch: "green1", waiting: 1 },
  ],
  [
    "green ones beyond the last green node take the other",
    pods(6, "1", green),
    [spot("a")],
    [growing("green", 1)],
    { launch: "green1", waiting: 4, bound: "a a" },
  ],
  [
    "a green node with room is taken at once",
    pods(1, "1", green),
    [spot("a"), spot("g", { pool: "green" })],
    [growing("green", 1)],
    { bound: "g" },
  ],
])("%s", (_, pending, spots, pools, { bound = "", launch = "", waiting, refused = 0 }: Expected) => {
  const plan = planPlacements(pending, spots, pools);
  const launched = [...plan.launch].map(([pool, count]) => `${pool}${count}`).join(" ");
  expect(plan.bind.map(({ node }) => node).join(" ")).toBe(bound);
  expect(launched).toBe(launch);
  expect(plan.wait).toHaveLength(waiting ?? pending.length - plan.bind.length - refused);
  expect(plan.refuse).toHaveLength(refused);
});
interface Expected {
  bound?: string;
  launch?: string;
  waiting?: number;
  refused?: number;
}

test.each([
  ["500m", 500],
  ["2", 2_000],
  ["0.1", 100],
  ["1Gi", 1024 ** 3 * 1_000],
  ["5e3", 5_000_000],
  ["3k", 3_000_000],
  ["a lot", undefined],
])("%s is %s thousandths", (text, thousandths) => {
  expect(parseQuantity(text)).toBe(thousandths);
});
