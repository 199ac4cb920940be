import { describe, expect, test } from "vitest";
import { otherDefault, unwantedIn, wantedIn, type PolicyRow } from "./row.ts";
import { BUILT_IN_POLICY } from "./spec.ts";

const policy = (name: string, change: Partial<PolicyRow> = {}): PolicyRow => ({
  id: name,
  name,
  spec: BUILT_IN_POLICY,
  generation: 1,
  clusterIds: ["c1"],
  namespaces: [],
  deletionRequestedAt: null,
  updatedBy: "Ada",
  updatedAt: new Date(0),
  rollouts: [],
  ...change,
});
const gone = { deletionRequestedAt: new Date(0) };

const sources = (...all: [policyId: string, source: string][]) =>
  all.map(([policyId, source]) => ({ policyId, source }));

describe("what is to be in cluster c1, and what is to go", () => {
  const DEFAULT = "karbonetes-system/default";
  test.each<[string, PolicyRow[], [string, string][], string[], string[]]>([
    ["without namespaces it is the default", [policy("a")], [], [DEFAULT], []],
    ["one object a namespace", [policy("a", { namespaces: ["x", "y"] })], [], ["x/a", "y/a"], []],
    ["not where it was not sent", [policy("a", { clusterIds: ["c2"] })], [], [], []],
    [
      "a namespace that was taken off goes",
      [policy("a", { namespaces: ["x"] })],
      [
        ["a", "x/a"],
        ["a", "y/a"],
      ],
      ["x/a"],
      ["y/a"],
    ],
    [
      "a cluster that was taken off loses it",
      [policy("a", { clusterIds: [] })],
      [["a", DEFAULT]],
      [],
      [DEFAULT],
    ],
    ["a deleted one goes", [policy("a", gone)], [["a", DEFAULT]], [], [DEFAULT]],
    ["a default handed over stays", [policy("a", gone), policy("b")], [["a", DEFAULT]], [DEFAULT], []],
    ["what another control plane put there stays", [policy("a")], [["z", "x/z"]], [DEFAULT], []],
  ])("%s", (_, policies, present, wanted, unwanted) => {
    const plan = wantedIn("c1", policies);
    expect(plan.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(wanted);
    expect(unwantedIn(sources(...present), plan, policies).map(({ source }) => source)).toEqual(unwanted);
  });
});

test.each<[string, Partial<PolicyRow>, Partial<PolicyRow>, boolean]>([
  ["two defaults of one cluster", {}, {}, true],
  ["of two clusters", {}, { clusterIds: ["c2"] }, false],
  ["one is only for a namespace", { namespaces: ["x"] }, {}, false],
  ["the other is only for a namespace", {}, { namespaces: ["x"] }, false],
  ["the other is being deleted", {}, gone, false],
  ["it is the same policy", { id: "b" }, {}, false],
])("a cluster has one default: %s", (_, mine, theirs, expected) => {
  expect(otherDefault(policy("a", mine), [policy("b", theirs)]) !== undefined).toBe(expected);
});
