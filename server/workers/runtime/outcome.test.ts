import { expect, test } from "vitest";
import { TerminalError, UserError, Waiting } from "#server/domain/errors.ts";
import { backOffMs, outcomeOfError, outcomeOfResult } from "./outcome.ts";

const middle = () => 0.5;

test.each([
  ["nothing to look at again: done", undefined, 1, { kind: "done" }],
  ["a requeue is in the clock's time", { requeueAfterMs: 60_000 }, 600, { kind: "again", delayMs: 100 }],
  [
    "a month is cut to five minutes",
    { requeueAfterMs: 30 * 86_400_000 },
    1,
    { kind: "again", delayMs: 300_000 },
  ],
  ["at once still leaves others a turn", { requeueAfterMs: 0 }, 1, { kind: "again", delayMs: 20 }],
])("%s", (_, result, rate, expected) => {
  expect(outcomeOfResult(result, rate)).toEqual(expected);
});

test.each([
  [
    "waiting is no failure",
    new Waiting("Starting", "It starts.", 2_000),
    3,
    { kind: "waiting", delayMs: 1_000 },
  ],
  ["what a person must change is not retried", new UserError("Refused", "No."), 3, { kind: "given-up" }],
  ["what no retry mends is not retried", new TerminalError("gone"), 3, { kind: "given-up" }],
  ["the first failure waits 1 s", new Error("away"), 0, { kind: "failed", failures: 1, delayMs: 1_000 }],
  [
    "the fourth waits 8 s, also under a fast clock",
    new Error("away"),
    3,
    { kind: "failed", failures: 4, delayMs: 8_000 },
  ],
])("%s", (_, error, failures, expected) => {
  expect(outcomeOfError(error, failures, { rate: 2, random: middle })).toMatchObject(expected);
});

test.each([
  [1, 0, 800],
  [1, 1, 1_200],
  [9, 0.5, 256_000],
  [10, 0.5, 300_000],
  [10, 1, 300_000],
  [4_000, 0, 240_000],
])("failure %d with chance %d waits %d ms: never more than 5 min", (failures, chance, expected) => {
  expect(backOffMs(failures, () => chance)).toBe(expected);
});
