import { describe, expect, it } from "vitest";
import type { WorkloadDetail, WorkloadRow } from "#server/domain/workload/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { candidateSentence, prepareCandidates } from "./candidate-chart.prepare.ts";

const NOW = new Date("2026-08-25T05:12:00Z");
const hour = (hours: number) => new Date(+NOW + hours * HOUR_MS);
const detail = (row: Partial<WorkloadRow>, curve = [1320, 1000, 756, 900, 1120]): WorkloadDetail => ({
  row: {
    clusterId: "c",
    cluster: "ber-batch-1",
    simulated: false,
    namespace: "training",
    name: "llm-eval",
    uid: "u",
    zone: "DE",
    group: "waiting",
    outcome: null,
    reason: "BetterWindowAhead",
    sentence: "",
    submittedAt: hour(-1),
    releaseAt: hour(2),
    latestStart: hour(4),
    startedAt: null,
    finishedAt: null,
    watts: 1,
    durationMs: HOUR_MS,
    gramsNow: null,
    gramsPlanned: null,
    gramsMeasured: null,
    gramsAtSubmission: null,
    savingGrams: null,
    savingPercent: null,
    ...row,
  },
  policy: { name: "p", id: null, maxDelayMs: 1, minSavingPercent: 5, maxIntensity: null },
  duration: { ms: HOUR_MS, from: "policy" },
  notes: [],
  forecast: null,
  candidates: curve.map((grams, index) => ({ at: hour(index), grams })),
  why: "",
  whatWouldChangeIt: "",
  power: { watts: 1, vcpus: 1, wattsPerVcpu: 1, pue: 1, estimated: true },
  decisions: [],
});
const texts = (row: Partial<WorkloadRow>, curve?: number[]) =>
  prepareCandidates(detail(row, curve), [], NOW, "Europe/Berlin")?.marked.map(({ text }) =>
    text.replaceAll("\u00a0", " "),
  );

describe("the starts worth a word", () => {
  it("are now, the chosen one and the latest", () => {
    expect(texts({})).toEqual(["now, 1.32 kg", "09:12, 756 g", "latest start, 1.12 kg"]);
  });

  it("a start between two candidates has a cost between theirs", () => {
    expect(texts({ releaseAt: hour(1.5) })?.[1]).toBe("08:42, 878 g");
  });

  it("after the run, where it really started, and no more now", () => {
    expect(texts({ startedAt: hour(3), group: "running" })).toEqual([
      "07:12, 1.32 kg",
      "10:12, 900 g",
      "latest start, 1.12 kg",
    ]);
  });

  it("where the forecast ends before the latest start, the last one has its hour", () => {
    expect(texts({ latestStart: hour(9) })?.[2]).toBe("11:12, 1.12 kg");
  });

  it("a chosen start that is the first or none is not written twice", () => {
    expect(texts({ releaseAt: null })).toHaveLength(2);
    expect(texts({ releaseAt: hour(0) })).toHaveLength(2);
  });
});

it("has nothing to draw with fewer than two starts", () => {
  expect(prepareCandidates(detail({}, [10]), [], NOW, "UTC")).toBeNull();
  expect(prepareCandidates(detail({}, []), [], NOW, "UTC")).toBeNull();
});

it("washes only the part of a window that a Job may start in", () => {
  const windows = [{ opensAt: hour(-3), closesAt: hour(1), lowestGramsPerKwh: 1 }];
  const model = prepareCandidates(detail({}), windows, NOW, "UTC");
  expect(model?.windows).toEqual([{ from: +hour(0), to: +hour(1) }]);
  expect(model && candidateSentence(model)).toContain("Grams this Job would emit by its start: now, 1.32");
});
