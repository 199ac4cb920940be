import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import type { Intensity } from "../carbon/intensity.ts";
import { DEFAULT_POWER } from "../job/power.ts";
import { at, inputOf, jobOf, signalOf } from "../job/testing.ts";
import { workloadRowOf, type RowContext } from "./row.ts";
import type { WorkloadRow } from "./view.ts";
import { whatWouldChangeIt, whyOf } from "./why.ts";

const key = (name: string) => `carbon-aware.io/${name}`;
const readings: Intensity[] = [400, 300, 200, 100].map((gramsPerKwh, hour) => ({
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh,
  quality: "measured",
}));
const context = (change: Partial<RowContext> = {}): RowContext => ({
  cluster: { id: "c1", name: "lab", simulated: true },
  view: { policies: [], paused: false, zone: "DE", signalOf: () => signalOf([400, 300, 200, 100]) },
  power: { ...DEFAULT_POWER, wattsPerVcpu: 500, pue: 1 }, // two vCPUs: a kilowatt
  readings,
  now: at(0),
  ...change,
});
const held = jobOf({
  annotations: {
    [key("state")]: "held",
    [key("reason")]: "BetterWindowAhead",
    [key("release-at")]: "2026-01-05T03:00:00Z",
    [key("latest-start")]: "2026-01-05T08:00:00Z",
  },
  spec: { suspend: true },
});
const released = { [key("state")]: "released", [key("reason")]: "WindowOpen" };
const rowOf = (job = held, change: Partial<RowContext> = {}): WorkloadRow =>
  workloadRowOf(job, context(change)).row;
const plain = (text: string) => text.replaceAll("\u00A0", " ");

describe("a row", () => {
  test("of a Job that waits: what the agent wrote, and grams by the forecast", () => {
    expect(rowOf()).toMatchObject({
      group: "waiting",
      reason: "BetterWindowAhead",
      releaseAt: at(3),
      latestStart: at(8),
      gramsNow: 400,
      gramsPlanned: 100,
      savingGrams: 300,
      savingPercent: 75,
      gramsMeasured: null,
    });
    expect(plain(rowOf().sentence)).toBe(
      "Waiting until 03:00 UTC. Running now would emit 400 g; the window saves 75 %.",
    );
  });

  test("of one that ran: measured beside its submission, expected by its first decision", () => {
    const job = jobOf({
      annotations: released,
      status: {
        startTime: "2026-01-05T02:00:00Z",
        completionTime: "2026-01-05T03:00:00Z",
        conditions: [{ type: "Complete", status: "True" }],
      },
    });
    const first = inputOf([410, 310, 210, 110]);
    expect(rowOf(job, { now: at(9), first })).toMatchObject({
      group: "finished",
      outcome: "complete",
      gramsNow: 410,
      gramsPlanned: 210,
      gramsMeasured: 200,
      gramsAtSubmission: 400,
      savingGrams: 200,
      savingPercent: 50,
      durationMs: HOUR_MS,
    });
  });

  test("of one that runs without readings: unknown, never 0", () => {
    const job = jobOf({ annotations: released, status: { startTime: "2026-01-05T02:00:00Z" } });
    expect(rowOf(job, { now: at(3), readings: [] })).toMatchObject({
      group: "running",
      gramsMeasured: null,
      gramsAtSubmission: null,
      savingGrams: null,
      savingPercent: null,
      gramsNow: null,
    });
  });

  test("of one that the agent has not seen: not decided, and no release", () => {
    expect(rowOf(jobOf({ spec: { suspend: true } }))).toMatchObject({
      reason: "NotDecided",
      releaseAt: null,
    });
  });

  test("a reason or an hour that nobody of ours wrote is not shown", () => {
    const job = jobOf({
      annotations: { [key("reason")]: "Because", [key("release-at")]: "soon" },
      spec: { suspend: true },
    });
    expect(rowOf(job)).toMatchObject({ reason: "NotDecided", releaseAt: null, gramsPlanned: null });
  });

  const inParts = {
    [key("interruptible")]: "true",
    [key("duration")]: "2h",
    [key("min-chunk")]: "1h",
    [key("ran")]: "3600",
  };
  test("of one that is paused: grams of what is left, by what the rest saves in parts", () => {
    const paused = jobOf({
      annotations: { ...held.metadata.annotations, ...inParts },
      spec: { suspend: true },
    });
    const row = rowOf(paused);
    expect(row).toMatchObject({ group: "waiting", ranMs: HOUR_MS, gramsNow: 400, gramsPlanned: 100 });
    expect(plain(row.sentence)).toBe(
      "Paused after 1 h; it goes on at 03:00 UTC. Running now would emit 400 g; the window saves 75 %.",
    );
    expect(plain(whyOf(row))).toBe(
      "The cheapest 1 h before its latest start, in several parts if that is cheaper. 1.0 kWh at 100 g/kWh instead of 400.",
    );
  });

  test("of one that ran in parts: each by its hours; unknown while its first is", () => {
    const job = jobOf({
      annotations: { ...released, ...inParts },
      status: {
        startTime: "2026-01-05T03:00:00Z",
        completionTime: "2026-01-05T04:00:00Z",
        conditions: [{ type: "Complete", status: "True" }],
      },
    });
    const earlier = [{ from: at(1), to: at(2) }];
    expect(rowOf(job, { now: at(9), earlier })).toMatchObject({
      durationMs: 2 * HOUR_MS,
      gramsMeasured: 300 + 100,
      gramsAtSubmission: 400 + 300,
    });
    expect(rowOf(job, { now: at(9) })).toMatchObject({ gramsMeasured: null, savingGrams: null });
  });

  test("of one that waits for a percentile: the limit of this moment", () => {
    const recent = Array.from({ length: 48 }, (_, hour) => ({
      startsAt: at(hour - 48),
      stepMs: HOUR_MS,
      gramsPerKwh: 200 + hour,
      quality: "measured" as const,
    }));
    const job = jobOf({
      annotations: {
        ...held.metadata.annotations,
        [key("reason")]: "AboveLimit",
        [key("strategy")]: "percentile",
      },
      spec: { suspend: true },
    });
    const view = { ...context().view, signalOf: () => ({ ...signalOf([400, 300, 200, 100]), recent }) };
    expect(plain(rowOf(job, { view }).sentence)).toBe(
      "Waiting until 03:00 UTC. The grid is at 300 g/kWh, over the 30th percentile of the week, 214 g/kWh.",
    );
  });

  test("a release that is overdue is counted from now", () => {
    expect(rowOf(held, { now: at(3.5) }).gramsPlanned).toBe(100);
  });
});

describe("why, and what would change it", () => {
  const candidates = [at(0), at(3), at(7)].map((start, index) => ({
    at: start,
    grams: [400, 100, 250][index] ?? 0,
  }));
  test("the energy, the intensity then, and the intensity now", () => {
    expect(plain(whyOf(rowOf()))).toBe(
      "The cheapest 1 h before its latest start. 1.0 kWh at 100 g/kWh instead of 400.",
    );
  });
  test("the best start well apart from it, and the bound that would cut it off", () => {
    expect(plain(whatWouldChangeIt(rowOf(), candidates))).toBe(
      "A start 4 h later would emit 150 g more. With a maxDelay under 3 h it would start sooner.",
    );
  });
  test.each<[string, Partial<WorkloadRow>, string]>([
    ["it runs", { group: "running" }, "It has started; nothing changes it any more."],
    ["no grams are known", { gramsPlanned: null }, "A forecast would: then the best hour is known."],
  ])("%s", (_, change, sentence) => {
    expect(whatWouldChangeIt({ ...rowOf(), ...change }, candidates)).toBe(sentence);
  });
});
