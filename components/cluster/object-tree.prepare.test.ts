import { expect, test } from "vitest";
import type { TreeNode } from "#server/domain/cluster/cluster-api/tree/view.ts";
import { figuresOf, remarksOf, stateOf } from "./object-tree.prepare.ts";

const node = (more: Partial<TreeNode> = {}): TreeNode => ({
  id: "1",
  role: "machine",
  kind: "Machine",
  name: "w1",
  object: true,
  version: null,
  counts: null,
  condition: null,
  severity: "none",
  deleting: null,
  marks: [],
  node: null,
  children: [],
  ...more,
});
const ready = (status: "True" | "False" | "Unknown", reason = "NotReady", message = "") =>
  ({ type: "Ready", status, reason, message, since: null }) as const;

test.each<[string, TreeNode, ReturnType<typeof stateOf>]>([
  ["nothing said is no state", node(), undefined],
  ["ready", node({ severity: "ok", condition: ready("True") }), { shape: "ready", word: "Ready" }],
  [
    "waiting is no failure",
    node({ severity: "waiting", condition: ready("False") }),
    { shape: "waiting", word: "Not ready" },
  ],
  [
    "unknown is neither",
    node({ severity: "unknown", condition: ready("Unknown") }),
    { shape: "unreachable", word: "Ready: unknown" },
  ],
  [
    "what goes says so first",
    node({ severity: "deleting", condition: ready("True") }),
    { shape: "deleting", word: "Deleting" },
  ],
])("%s", (_, row, state) => {
  expect(stateOf(row)).toEqual(state);
});

test.each([
  ["as wanted", { there: 3, wanted: 3, available: 3, ready: 3, upToDate: 3 }, ["3", "3", "3", "3"]],
  ["on its way", { there: 2, wanted: 3, available: 1, ready: 1, upToDate: 2 }, ["2 of 3", "1", "1", "2"]],
  [
    "not counted is no 0",
    { there: null, wanted: 3, available: null, ready: null, upToDate: null },
    ["– of 3", "–", "–", "–"],
  ],
])("figures: %s", (_, counts, texts) => {
  expect(figuresOf(counts).map(({ text }) => text)).toEqual(texts);
});

test("one that is as it should be has nothing under it", () => {
  expect(remarksOf(node({ severity: "ok", condition: ready("True", "Ready", "fine") }))).toBeUndefined();
});

test("one that is not says why, whole", () => {
  expect(
    remarksOf(node({ severity: "waiting", condition: ready("False", "NotReady", "* a\n  * b") })),
  ).toEqual({
    reason: "NotReady",
    message: "* a\n  * b",
    held: null,
    members: null,
  });
});

test.each([
  [[], "Nothing holds it any more."],
  [["example.org/keep"], "Held by the finalizer example.org/keep."],
  [["a", "b"], "Held by the finalizers a, b."],
])("one that goes names what holds it: %j", (finalizers, held) => {
  const deleting = { since: new Date(0), finalizers };
  expect(remarksOf(node({ severity: "deleting", deleting }))).toMatchObject({ held });
});

test("a closed group names its first members where they need a look", () => {
  const children = ["w1", "w2", "w3"].map((name) => node({ name }));
  const group = node({ role: "group", severity: "waiting", condition: ready("False"), children });
  expect(remarksOf(group)).toMatchObject({ members: "w1, w2 and 1 more" });
});
