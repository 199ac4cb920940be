import { expect, test } from "vitest";
import { ClusterSpec } from "../spec.ts";
import { changedSpec, ClusterChange, type ClusterChange as Change } from "./change.ts";
import { changeWords, upgradeWords } from "./change-words.ts";
import type { ClassPool } from "./class-wish.ts";
import type { MachineFact } from "./machine-fact.ts";
import { clusterObjectOf } from "./plan-object.ts";

const now = new Date("2026-11-26T12:00:00.700Z");
const pool = (
  name: string,
  minNodes: number,
  maxNodes = minNodes,
  more: Partial<ClassPool> = {},
): ClassPool => ({
  name,
  role: "fallback",
  minNodes,
  maxNodes,
  machineClass: "worker",
  ...more,
});
const spec = ClusterSpec.parse({
  kubernetesVersion: "v1.34.3",
  pools: [pool("md-0", 2), pool("wide", 1, 4)],
  clusterApi: { managementId: "m1", namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
});
const machine = (name: string, of: string | null): MachineFact => ({
  name,
  pool: of,
  version: "v1.34.3",
  ready: true,
  madeAt: now,
  deleting: false,
});
const THERE = [
  machine("cp-a", null),
  machine("md-0-a", "md-0"),
  machine("md-0-b", "md-0"),
  machine("wide-a", "wide"),
];
const after = (change: Change, from = spec) => {
  const changed = changedSpec(from, change, now);
  if (changed.problem !== undefined) throw new Error(changed.problem);
  return changed.spec;
};
const pools = (...all: ClassPool[]): Change => ({ kind: "pools", pools: all });
const paused = after({ kind: "pause", paused: true });
const words = (change: Change, from = spec) => changeWords(from, after(change, from), THERE);

test.each<[string, Change, string[]]>([
  ["nothing", pools(pool("md-0", 2), pool("wide", 1, 4)), []],
  ["a size", pools(pool("md-0", 5), pool("wide", 1, 4)), ["md-0: 2 → 5\u00a0machines."]],
  [
    "a size that becomes bounds around it",
    pools(pool("md-0", 0, 3), pool("wide", 1, 4)),
    [
      "md-0: 2\u00a0machines → 0 to 3\u00a0machines by the autoscaler; it has 2 now, which stays until the autoscaler changes it.",
    ],
  ],
  [
    "a size that becomes bounds above it",
    pools(pool("md-0", 4, 6), pool("wide", 1, 4)),
    [
      "md-0: 2\u00a0machines → 4 to 6\u00a0machines by the autoscaler; it has 2 now, so Cluster API makes it 4 at once.",
    ],
  ],
  [
    "bounds that become a size",
    pools(pool("md-0", 2), pool("wide", 3)),
    ["wide: 1 to 4\u00a0machines by the autoscaler → always 3\u00a0machines; it has 1 now."],
  ],
  [
    "bounds that leave the machines outside: Cluster API does nothing about it",
    pools(pool("md-0", 2), pool("wide", 2, 9)),
    [
      "wide: 1 to 4\u00a0machines by the autoscaler → 2 to 9\u00a0machines by the autoscaler; it has 1 now, and only the autoscaler brings it within.",
    ],
  ],
  [
    "a pool that comes, for another role",
    pools(pool("md-0", 2), pool("wide", 1, 4), pool("green", 3, 3, { role: "green" })),
    ["Pool green is added with 3\u00a0machines of the class worker, for Jobs in green hours."],
  ],
  [
    "a pool that comes, with bounds: as many as it keeps",
    pools(pool("md-0", 2), pool("wide", 1, 4), pool("more", 0, 5)),
    [
      "Pool more is added with 0\u00a0machines of the class worker, 0 to 5\u00a0machines by the autoscaler, for all work.",
    ],
  ],
  [
    "a pool that goes is named with its machines",
    pools(pool("wide", 1, 4)),
    ["Pool md-0 goes, and its 2\u00a0machines: md-0-a, md-0-b. Each is drained first."],
  ],
  [
    "a role",
    pools(pool("md-0", 2, 2, { role: "green" }), pool("wide", 1, 4)),
    ["md-0 is for Jobs in green hours from now on."],
  ],
  [
    "a roll of a pool",
    { kind: "roll", pool: "md-0" },
    ["md-0 is rolled: its 2\u00a0machines are replaced by new ones, one after another."],
  ],
  [
    "a roll of the control plane",
    { kind: "roll", pool: null },
    ["The control plane is rolled: its machine is replaced by a new one."],
  ],
])("told: %s", (_, change, told) => {
  expect(words(change)).toEqual(told);
});

test("a pause and its end are told; whatever else is asked meanwhile is told to wait", () => {
  expect(words({ kind: "pause", paused: true })).toEqual([expect.stringContaining("stops looking after it")]);
  expect(words({ kind: "pause", paused: false }, paused)).toEqual([expect.stringContaining("again")]);
  expect(words({ kind: "roll", pool: "md-0" }, paused).at(-1)).toBe(
    "It is paused: nothing of this is done until it is resumed.",
  );
});

test("an upgrade tells its way, and how often each machine is replaced", () => {
  const offered = ["v1.34.3", "v1.35.4", "v1.36.4"];
  expect(upgradeWords("v1.34.3", "v1.36.4", offered, 5)).toEqual([
    "Kubernetes: v1.34.3 → v1.35.4 → v1.36.4.",
    "The control plane first, then each pool: each of its 5\u00a0machines is replaced 2 times, once for each version. There is no way back.",
  ]);
  expect(upgradeWords("v1.34.3", "v1.35.4", offered, 5)[1]).toContain("is replaced once.");
});

test.each<[string, Change, RegExp]>([
  [
    "no pool of the name to roll",
    { kind: "roll", pool: "gone" },
    /no pool named gone. Its pools are md-0, wide\./,
  ],
  ["a pool of another class", pools(pool("md-0", 2, 2, { machineClass: "huge" })), /stay of their class/],
  ["two of a name", pools(pool("a", 1), pool("a", 2)), /Two pools have the name a/],
  ["bounds the wrong way round", pools(pool("a", 3, 1)), /cannot keep more/],
])("refused: %s", (_, change, sentence) => {
  expect(changedSpec(spec, change, now)).toEqual({ problem: expect.stringMatching(sentence) });
});

test("a cluster keeps a pool, and a version is one", () => {
  expect(ClusterChange.safeParse(pools()).error?.issues[0]?.message).toBe(
    "A cluster keeps at least one pool.",
  );
  expect(ClusterChange.safeParse({ kind: "upgrade", version: "newest" }).success).toBe(false);
});

const never = (): never => {
  throw new Error("not of Cluster API");
};
const objectOf = (from: ClusterSpec) =>
  clusterObjectOf({ id: "c1", name: "heron" }, from, from.clusterApi ?? never());

test("a roll is a time in whole seconds, in the object at its place, and stays through later changes", () => {
  const rolled = after(pools(pool("md-0", 3)), after({ kind: "roll", pool: "md-0" }));
  expect(objectOf(after({ kind: "roll", pool: null }, rolled))).toMatchObject({
    spec: {
      topology: {
        controlPlane: { rollout: { after: "2026-11-26T12:00:00Z" } },
        workers: { machineDeployments: [{ replicas: 3, rollout: { after: "2026-11-26T12:00:00Z" } }] },
      },
    },
  });
});

test("only what is paused says so in its object", () => {
  expect(objectOf(paused).spec).toHaveProperty("paused", true);
  expect(objectOf(after({ kind: "pause", paused: false }, paused)).spec).not.toHaveProperty("paused");
});
