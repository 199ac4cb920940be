import { expect, test } from "vitest";
import type { ManyVerb } from "#server/domain/cluster/many-verb.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { manySummary } from "./change-many.prepare.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const of = (name: string, change: Partial<ClusterSummary> = {}) =>
  ({ name, state: "ready", carbonPaused: false, waitingJobs: 2, ...change }) as ClusterSummary;
const fleet = [
  of("a"),
  of("b", { carbonPaused: true, waitingJobs: 0 }),
  of("c", { waitingJobs: null }),
  of("d", { state: "deleting" }),
];

test.each<[ManyVerb, string[], string]>([
  [
    "pause",
    ["a", "c"],
    "At least 2 held Jobs start at once, whatever the grid; later ones too, until it is resumed. 2 others are left out: paused already, or being deleted.",
  ],
  [
    "resume",
    ["b"],
    "Jobs submitted from now on may wait again. 3 others are left out: not paused, or being deleted.",
  ],
  [
    "release",
    ["a", "c"],
    "At least 2 held Jobs start at once, whatever the grid. Jobs submitted later wait as before. 2 others are left out: no Job waits there, or it is being deleted.",
  ],
  ["retry", ["a", "b", "c", "d"], "What failed is tried again without waiting for its back-off."],
])("%s", (verb, names, sentence) => {
  const summary = manySummary(verb, fleet);
  expect(summary.names).toEqual(names);
  expect(plain(summary.sentence)).toBe(sentence);
});

test("nothing to do is said", () => {
  const summary = manySummary("resume", [of("a")]);
  expect(plain(summary.sentence)).toBe(
    "There is nothing to do. 1 other is left out: not paused, or being deleted.",
  );
  expect(summary.names).toEqual([]);
});
