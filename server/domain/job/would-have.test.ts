import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import type { EffectivePolicy } from "../policy/resolve.ts";
import { decide } from "./decide.ts";
import { inputOf } from "./testing.ts";
import { wouldHave, wouldHaveSentence, wouldHaveWaitedMs } from "./would-have.ts";

const KILOWATT = 1_000;
const plain = (text: string): string => text.replaceAll("\u00A0", " ");

test.each<
  [string, (number | null)[] | undefined, Partial<EffectivePolicy>, number, (number | null)[], string]
>([
  [
    "waits for a better hour",
    [300, 280, 75, 300],
    {},
    2,
    [300, 75],
    " It would have saved about 225 g (75 %).",
  ],
  ["runs at once: what it emits it would have emitted as well", [75, 280, 300, 300], {}, 0, [75, 75], ""],
  ["knows no forecast: unknown, never 0", undefined, {}, 0, [null, null], ""],
  [
    "waits for a dirtier hour: it says so",
    [250, 300, 300, 300],
    { strategy: "threshold", maxIntensity: 100 },
    3,
    [250, 300],
    " It would have emitted about 50 g more (20 %).",
  ],
  [
    "waits for an hour that is not foreseen: unknown, and the other with it",
    [250, 300],
    { strategy: "static", greenFrom: "03:00", greenUntil: "05:00" },
    3,
    [null, null],
    " What it would have saved is not known: the grid is not foreseen for all of its run.",
  ],
])("a Job that %s", (_, hourly, policy, hours, grams, sentence) => {
  const input = inputOf(hourly, { policy });
  const decision = decide(input);
  const outcome = wouldHave(decision, input, KILOWATT);
  expect(wouldHaveWaitedMs(decision, input)).toBe(hours * HOUR_MS);
  expect([outcome.gramsNow, outcome.gramsPlanned]).toEqual(grams);
  expect(outcome.energyKwh).toBe(1);
  expect(plain(wouldHaveSentence(decision, outcome))).toBe(sentence);
});

test("a Job in parts is counted by all its windows", () => {
  const policy = { strategy: "interruptible" as const, durationMs: 2 * HOUR_MS, minimumChunkMs: HOUR_MS };
  const input = inputOf([400, 100, 400, 100, 400, 400], { policy, job: { durationMs: 2 * HOUR_MS } });
  const { gramsNow, gramsPlanned } = wouldHave(decide(input), input, KILOWATT);
  expect([gramsNow, Math.round(gramsPlanned ?? 0)]).toEqual([500, 200]);
});
