import { expect, test } from "vitest";
import type { SentenceFacts } from "../workload/view.ts";
import { sentenceOf } from "./sentence.ts";
import { at } from "./testing.ts";

const facts = (change: Partial<SentenceFacts>): SentenceFacts => ({
  group: "waiting",
  reason: "BetterWindowAhead",
  rule: { minSavingPercent: 5, maxIntensity: 200, expectedSavingPercent: 2 },
  submittedAt: at(0),
  releaseAt: at(13.5),
  latestStart: at(20),
  startedAt: null,
  finishedAt: null,
  gramsNow: 412,
  gramsPlanned: 255.44,
  gramsMeasured: null,
  gramsAtSubmission: null,
  savingPercent: 38,
  ...change,
});
const rule = { minSavingPercent: 5, maxIntensity: 200, expectedSavingPercent: 2 };
const byPercentile = {
  ...rule,
  strategy: "percentile",
  percentile: 30,
  percentileOf: "trailing-week",
  limitGramsPerKwh: 241,
} as const;
const byClock = { ...rule, strategy: "static" } as const;
const inParts = { ...rule, strategy: "interruptible" } as const;
const clock = (time: Date) => time.toISOString().slice(11, 16);
const atOnce = { startedAt: at(0.001), releaseAt: null };
const ran = { group: "finished", startedAt: at(13.5), finishedAt: at(14.5) } as const;

test.each<[Partial<SentenceFacts>, string]>([
  [{}, "Waiting until 13:30. Running now would emit 412 g; the window saves 38 %."],
  [{ gramsNow: null }, "Waiting until 13:30. The window saves 2 %."],
  [{ gramsNow: 1_339 }, "Waiting until 13:30. Running now would emit 1.34 kg; the window saves 81 %."],
  [{ reason: "AboveLimit" }, "Waiting until 13:30. The grid is above the limit of 200 g/kWh."],
  [
    { reason: "AboveLimit", rule: { ...byPercentile, gridGramsPerKwh: 312 } },
    "Waiting until 13:30. The grid is at 312 g/kWh, over the 30th percentile of the week, 241 g/kWh.",
  ],
  [
    { reason: "AboveLimit", rule: { ...byPercentile, percentile: 21, percentileOf: "forecast" } },
    "Waiting until 13:30. The grid is above the 21st percentile of what is foreseen, 241 g/kWh.",
  ],
  [
    { reason: "AboveLimit", rule: { ...rule, limitGramsPerKwh: 200, gridGramsPerKwh: 312 } },
    "Waiting until 13:30. The grid is at 312 g/kWh, over the limit of 200 g/kWh.",
  ],
  [
    { reason: "UnderLimit", rule: byPercentile, startedAt: at(13.5) },
    "Started at 13:30: the grid came under the 30th percentile of the week, 241 g/kWh.",
  ],
  [
    { reason: "UnderLimit", rule: { ...byPercentile, limitGramsPerKwh: 200 }, ...atOnce },
    "The grid was under the limit of 200 g/kWh. Ran at once.",
  ],
  [
    { reason: "OutsideGreenHours", rule: byClock },
    "Waiting until 13:30, when the green hours of the policy begin.",
  ],
  [
    { reason: "OutsideGreenHours", rule: byClock, releaseAt: at(20) },
    "Waiting until 20:00, its latest start. The green hours of the policy begin later.",
  ],
  [
    { reason: "WindowOpen", rule: byClock, startedAt: at(13.5) },
    "Started at 13:30, in the green hours of its policy.",
  ],
  [
    { reason: "WindowOpen", rule: byClock, ...atOnce },
    "It was within the green hours of its policy. Ran at once.",
  ],
  [
    { reason: "LatestStartReached", rule: byClock, startedAt: at(8), latestStart: at(8) },
    "Latest start reached at 08:00 after 8 h. No green hour of its policy came.",
  ],
  [
    { rule: inParts, ranMs: 4_800_000 },
    "Paused after 1 h 20; it goes on at 13:30. Running now would emit 412 g; the window saves 38 %.",
  ],
  [
    { reason: "WindowOpen", rule: inParts, startedAt: at(13.5) },
    "Started at 13:30, in one of the best windows before its latest start.",
  ],
  [
    {
      ...ran,
      rule: inParts,
      ranMs: 3_600_000,
      reason: "WindowOpen",
      gramsMeasured: 220,
      gramsAtSubmission: 412,
    },
    "Ran 2 h in parts until 14:30 and emitted 220 g; at submission it would have been 412 g.",
  ],
  [{ reason: "HeldByPerson" }, "A person holds it back. It starts at 20:00, whatever the grid does."],
  [
    { reason: "WindowOpen", startedAt: at(13.5) },
    "Started at 13:30, in the best window before its latest start.",
  ],
  [{ reason: "WindowOpen", ...atOnce }, "No better hour came before its latest start. Ran at once."],
  [
    { reason: "UnderLimit", startedAt: at(13.5) },
    "Started at 13:30: the grid came under the limit of 200 g/kWh.",
  ],
  [{ reason: "UnderLimit", ...atOnce }, "The grid was under the limit of 200 g/kWh. Ran at once."],
  [{ reason: "TooLittleToSave" }, "The best window saves 2 %, under the 5 % asked. Ran at once."],
  [{ reason: "TooLittleToSave", rule: undefined }, "The best window saves less than was asked. Ran at once."],
  [{ reason: "NoForecast", ...atOnce }, "There was no forecast. Ran at once."],
  [
    { reason: "SignalStale", startedAt: at(3) },
    "The last reading was too old to decide by. Let go after 3 h.",
  ],
  [{ reason: "PolicyDisabled", ...atOnce }, "Its policy is switched off. Ran at once."],
  [
    { reason: "CarbonAwarenessPaused", startedAt: at(4.8) },
    "Carbon-awareness is paused on its cluster. Let go after 4 h 48.",
  ],
  [{ reason: "RunNowRequested", startedAt: at(2) }, "A person ran it at 02:00."],
  [
    { reason: "DryRunBegan", startedAt: at(2) },
    "A dry run has begun, which holds nothing. Let go after 2 h.",
  ],
  [{ reason: "NotDecided", dryRun: true }, "A dry run covers it, so it is not held."],
  [
    { reason: "BetterWindowAhead", releaseAt: at(2), dryRun: true },
    "Dry run, nothing is changed: Waiting until 02:00. Running now would emit 412 g; the window saves 38 %.",
  ],
  [
    { reason: "LatestStartReached", startedAt: at(8), latestStart: at(8) },
    "Latest start reached at 08:00 after 8 h. No better hour came.",
  ],
  [
    { reason: "LatestStartReached", ...atOnce, latestStart: at(0) },
    "Its latest start was at its submission. Ran at once.",
  ],
  [{ reason: "NotDecided" }, "The agent has not looked at it yet."],
  [{ reason: "AdmissionMissed" }, "It had started before the agent saw it, so it was left alone."],
  [
    { ...ran, reason: "WindowOpen", gramsMeasured: 220, gramsAtSubmission: 412 },
    "Ran 13:30 to 14:30 and emitted 220 g; at submission it would have been 412 g.",
  ],
  [
    { ...ran, reason: "WindowOpen", gramsMeasured: 426, gramsAtSubmission: 412 },
    "Ran 13:30 to 14:30. The forecast was wrong: waiting cost 14 g.",
  ],
  [{ ...ran, reason: "WindowOpen" }, "Started at 13:30, in the best window before its latest start."],
])("%j: %s", (change, sentence) => {
  expect(sentenceOf(facts(change), clock).replaceAll("\u00A0", " ")).toBe(sentence);
});

test("without a reader's zone, times are UTC and say so", () => {
  expect(sentenceOf(facts({})).replaceAll("\u00A0", " ")).toContain("Waiting until 13:30 UTC.");
});
