import { describe, expect, it, test } from "vitest";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import {
  firstOf,
  groupRows,
  headline,
  isSameJob,
  keyOf,
  parseKey,
  runNowCost,
  savingOf,
  savingSentence,
} from "./list.prepare.ts";

const NOW = new Date("2026-11-22T06:00:00Z");
const at = (hours: number) => new Date(+NOW + hours * 3_600_000);
const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");
const row = (change: Partial<WorkloadRow> = {}): WorkloadRow => ({
  clusterId: "c",
  cluster: "lab",
  simulated: false,
  namespace: "training",
  name: "sweep",
  uid: "u",
  zone: "DE",
  group: "waiting",
  outcome: null,
  reason: "BetterWindowAhead",
  sentence: "",
  submittedAt: NOW,
  releaseAt: at(5),
  latestStart: at(24),
  startedAt: null,
  finishedAt: null,
  watts: 100,
  durationMs: 3_600_000,
  gramsNow: 400,
  gramsPlanned: 300,
  gramsMeasured: null,
  gramsAtSubmission: null,
  savingGrams: 100,
  savingPercent: 25,
  ...change,
});

describe("the headline", () => {
  test.each([
    ["nothing at all", [], "No carbon-aware Job yet."],
    ["several wait", [row(), row({ releaseAt: at(2) })], "2 Jobs wait; the first starts at 08:00."],
    ["one waits", [row()], "1 Job waits; it starts at 11:00."],
    ["one is due", [row({ releaseAt: at(-0.1) })], "1 Job waits; it starts now."],
    ["its start is not known", [row({ releaseAt: null })], "1 Job waits."],
    ["only running ones", [row({ group: "running" })], "No Job waits; 1 runs."],
    ["only finished ones", [row({ group: "finished" })], "No Job waits and none runs."],
  ])("%s", (_, rows, sentence) => expect(plain(headline(rows, NOW, "UTC"))).toBe(sentence));
});

describe("groups and filter", () => {
  const rows = [
    row({ name: "late", releaseAt: at(9) }),
    row({ name: "soon", releaseAt: at(1) }),
    row({ name: "ran", group: "finished", namespace: "climate" }),
  ];
  test.each([
    ["all, the next to start first", "all", "", ["soon", "late", "ran"]],
    ["one group", "finished", "", ["ran"]],
    ["words in any field, in any order", "all", "lab LATE", ["late"]],
    ["by namespace", "all", "climate/", ["ran"]],
    ["nothing found", "all", "nobody", []],
  ] as const)("%s", (_, group, text, names) => {
    const found = groupRows(rows, { group, text }).flatMap((grouped) => grouped.rows);
    expect(found.map(({ name }) => name)).toEqual(names);
  });

  it("shows the first rows over all groups, and the opened one wherever it stands", () => {
    const groups = groupRows(rows, { group: "all", text: "" });
    const shown = firstOf(groups, 1, "lab/climate/ran");
    expect(shown.map(({ rows: kept, count }) => [kept.map(({ name }) => name), count])).toEqual([
      [["soon"], 2],
      [["ran"], 1],
    ]);
  });

  it("finds its row again by the address it gave", () => {
    expect(parseKey(keyOf(row()))).toEqual({ cluster: "lab", namespace: "training", name: "sweep" });
    expect(parseKey("lab/training")).toBeUndefined();
    expect(parseKey(null)).toBeUndefined();
  });
});

describe("what is saved", () => {
  test.each([
    ["foreseen while it waits", {}, { kind: "saved", grams: 100, percent: 25 }],
    [
      "measured after it ran",
      { group: "finished", gramsAtSubmission: 200, gramsMeasured: 220 },
      { kind: "cost", grams: -20, percent: -10 },
    ],
    ["not known is not nothing", { gramsNow: null }, { kind: "unknown" }],
    ["ran at once", { group: "running", gramsAtSubmission: 200, gramsMeasured: 200 }, { kind: "nothing" }],
  ] as const)("%s", (_, change, saving) => expect(savingOf(row(change))).toEqual(saving));

  it("keeps simulated grams apart from real ones", () => {
    expect(plain(savingSentence([row(), row({ simulated: true, savingGrams: 7 })]))).toBe(
      "Waiting avoids 100 g CO₂e, if the forecast holds; 7 g more are simulated",
    );
    expect(savingSentence([row({ savingGrams: null })])).toBeUndefined();
  });

  test.each([
    ["dirtier now", { gramsNow: 412, gramsPlanned: 256 }, "Running now emits 412 g instead of 256 g."],
    ["no worse", { gramsNow: 200, gramsPlanned: 256 }, "Running now emits 200 g, no more than waiting."],
    [
      "not known",
      { gramsNow: null, gramsPlanned: 1 },
      "The grid is not known for the whole run, so what this costs is not known either.",
    ],
  ])("running now: %s", (_, grams, sentence) => expect(plain(runNowCost(grams))).toBe(sentence));
});

test.each([
  ["read again, unchanged", {}, true],
  ["the same instants in other dates", { releaseAt: at(5), latestStart: at(24) }, true],
  ["a start that moved", { releaseAt: at(6) }, false],
  ["a start that is no longer known", { releaseAt: null }, false],
  ["another rule", { rule: { minSavingPercent: 9, maxIntensity: null, expectedSavingPercent: null } }, false],
])("a Job %s", (_, change, same) => expect(isSameJob(row(), row(change))).toBe(same));
