import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { DryRunView } from "#server/domain/policy/dry-run-view.ts";
import { dryRunBasis, dryRunSentence } from "./dry-run.prepare.ts";

const view = (change: Partial<DryRunView> = {}): DryRunView => ({
  days: 7,
  jobs: 42,
  waited: 30,
  medianWaitMs: 4 * HOUR_MS + 10 * MINUTE_MS,
  gramsNow: 13_300,
  savedGrams: 3_200,
  unknownJobs: 0,
  ...change,
});
const plain = (text: string): string => text.replaceAll("\u00a0", " ");

test.each<[Partial<DryRunView>, string]>([
  [
    {},
    "42 Jobs in the last 7 days: 30 would have waited, 4 h 10 in the median, and saved about 3.20 kg (24 %).",
  ],
  [
    { waited: 42, days: 30 },
    "42 Jobs in the last 30 days: all would have waited, 4 h 10 in the median, and saved about 3.20 kg (24 %).",
  ],
  [
    { jobs: 1, waited: 1 },
    "1 Job in the last 7 days: it would have waited 4 h 10 and saved about 3.20 kg (24 %).",
  ],
  [{ waited: 1 }, "42 Jobs in the last 7 days: 1 would have waited 4 h 10 and saved about 3.20 kg (24 %)."],
  [
    { savedGrams: -120 },
    "42 Jobs in the last 7 days: 30 would have waited, 4 h 10 in the median, and emitted about 120 g more (1 %).",
  ],
  [
    { gramsNow: null, savedGrams: null },
    "42 Jobs in the last 7 days: 30 would have waited, 4 h 10 in the median, and what that had saved is not known.",
  ],
  [{ waited: 0, medianWaitMs: null }, "42 Jobs in the last 7 days: all would have run at once, as they did."],
  [
    { jobs: 1, waited: 0, medianWaitMs: null },
    "1 Job in the last 7 days: it would have run at once, as it did.",
  ],
  [{ jobs: 0, waited: 0, medianWaitMs: null }, "No Job came in the last 7 days."],
])("%j: %s", (change, sentence) => {
  expect(plain(dryRunSentence(view(change)))).toBe(sentence);
});

const BASIS = "Estimated by what the Jobs ask for and the forecast when they came; nothing was measured.";
test.each<[Partial<DryRunView>, string]>([
  [{}, BASIS],
  [{ unknownJobs: 2 }, `${BASIS} 2 Jobs count in no saving: the grid was not foreseen for all of their run.`],
  [{ jobs: 0 }, ""],
])("rests on: %j", (change, sentence) => {
  expect(plain(dryRunBasis(view(change)))).toBe(sentence);
});
