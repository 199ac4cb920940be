import { expect, test } from "vitest";
import { whatDies, type Asked, type MachineOf, type MadeInside } from "./teardown-plan.ts";

const pools = [{ name: "md-0", role: "fallback", minNodes: 2, maxNodes: 2, cpu: 16, memoryGiB: 64 }] as const;
const none = { count: 0, items: [] };
const EMPTY: MadeInside = { loadBalancers: none, volumes: none, jobs: { running: 0, held: 0 } };
const MACHINES: MachineOf[] = [
  { name: "heron-cp-a", pool: undefined },
  { name: "heron-md-0-b", pool: "md-0" },
  { name: "heron-md-0-a", pool: "md-0" },
];
const MAY_OUTLIVE =
  "Its own controllers made them and end with it, so load balancers and disks may outlive it in the cloud, and go on costing.";
const ALWAYS = ["1 pool", "1 network, with the load balancer of its API", "1 stored kubeconfig"];

const told = (machines: Asked<readonly MachineOf[]>, inside: Asked<MadeInside>) => {
  const { removes, warnings } = whatDies({ pools: [...pools] }, machines, inside);
  const lines = removes.map(({ what, count, items }) => [`${count} ${what}`, ...(items ?? [])].join(" | "));
  return { lines, warnings };
};

test("machines stand under their pool, by name; the control plane is the last", () => {
  expect(told({ read: MACHINES }, { read: EMPTY })).toEqual({
    lines: [
      "2 machines of the pool md-0 | heron-md-0-a | heron-md-0-b",
      "1 control-plane machine | heron-cp-a",
      ...ALWAYS,
    ],
    warnings: [],
  });
});

test("what it made outside comes first, with what to do about it", () => {
  const inside = {
    loadBalancers: { count: 1, items: ["default/web at 10.0.0.7"] },
    volumes: { count: 2, items: ["pvc-1, 10Gi, of default/data", "pvc-2, 1Gi"] },
    jobs: { running: 3, held: 1 },
  };
  expect(told({ read: [] }, { read: inside })).toEqual({
    lines: [
      "3 running Jobs",
      "1 held Job",
      "1 load balancer | default/web at 10.0.0.7",
      "2 volumes with their data | pvc-1, 10Gi, of default/data | pvc-2, 1Gi",
      ...ALWAYS,
    ],
    warnings: [`Delete their Services and claims first. ${MAY_OUTLIVE}`],
  });
});

test("what could not be read is told, and is not nothing", () => {
  const problem = "https://10.0.0.1 cannot be reached: nothing listens there.";
  expect(told({ problem }, { problem })).toEqual({
    lines: ALWAYS,
    warnings: [
      `Its machines could not be read. ${problem}`,
      `Its load balancers, volumes and Jobs could not be read. ${problem} ${MAY_OUTLIVE}`,
    ],
  });
});

test("of many the first are named, and all are counted", () => {
  const many = Array.from({ length: 40 }, (_, n) => ({ name: `m-${n}`, pool: "md-0" }));
  const [first] = whatDies({ pools: [...pools] }, { read: many }, { read: EMPTY }).removes;
  expect(first?.count).toBe(40);
  expect(first?.items).toHaveLength(12);
});
