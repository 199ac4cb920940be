import { describe, expect, it, test } from "vitest";
import type { OperationView, StepAttempt, StepView } from "#server/domain/cluster/view.ts";
import { prepareTimeline } from "./timeline.prepare.ts";

const START = Date.parse("2026-11-22T07:02:00Z");
const at = (seconds: number) => new Date(START + seconds * 1_000);
const attempt = (
  number: number,
  from: number,
  to: number | null,
  outcome: StepAttempt["outcome"],
): StepAttempt => ({
  attempt: number,
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
  outcome,
  message: outcome === "failed" ? `Attempt ${number} failed.` : "Done.",
  code: outcome === "failed" ? "429" : null,
});
const step = (
  name: string,
  state: StepView["state"],
  attempts: StepAttempt[],
  expectedMs: number | null,
) => ({
  name,
  title: name,
  detail: "",
  state,
  attempts,
  expectedMs,
});
const operation = (steps: StepView[], rest: Partial<OperationView> = {}): OperationView => ({
  kind: "create",
  startedAt: at(0),
  finishedAt: null,
  nextAttemptAt: null,
  percent: 0,
  eta: null,
  steps,
  ...rest,
});

describe("the timeline of a cluster", () => {
  test.each([
    ["a finished attempt is solid", step("a", "done", [attempt(1, 0, 30, "succeeded")], 30_000), ["done"]],
    [
      "a failed attempt stays beside the one that mended it",
      step("a", "done", [attempt(1, 0, 10, "failed"), attempt(2, 12, 30, "succeeded")], null),
      ["failed", "done"],
    ],
    [
      "a running attempt is solid until now and dashed after",
      step("a", "running", [attempt(1, 50, null, "running")], 120_000),
      ["running", "expected"],
    ],
    [
      "one that is late has nothing left to expect",
      step("a", "running", [attempt(1, 0, null, "running")], 10_000),
      ["running"],
    ],
    ["a step to come is dashed", step("a", "not-started", [], 20_000), ["expected"]],
    ["without a past run nothing is drawn ahead", step("a", "not-started", [], null), []],
    [
      "waiting is neither done nor failed",
      step("a", "waiting", [attempt(1, 0, null, "waiting")], null),
      ["waiting"],
    ],
  ] as const)("%s", (_, only, kinds) => {
    const { rows } = prepareTimeline(operation([only]), at(60));
    expect(rows[0]?.bars.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("puts the steps to come one after the other", () => {
    const { rows } = prepareTimeline(
      operation([step("a", "not-started", [], 40_000), step("b", "not-started", [], 20_000)]),
      at(0),
    );
    const [first, second] = rows.map(({ bars }) => bars[0]);
    expect(second?.left).toBeCloseTo((first?.left ?? 0) + (first?.width ?? 0));
  });

  it("expects a failing step from its next attempt on", () => {
    const failing = step("a", "failed", [attempt(1, 0, 5, "failed")], 10_000);
    const { rows, now } = prepareTimeline(operation([failing], { nextAttemptAt: at(90) }), at(60));
    const expected = rows[0]?.bars.find(({ kind }) => kind === "expected");
    expect(expected?.left).toBeGreaterThan(now ?? 100);
  });

  it("says which attempt mended a failure, and leaves the older ones to the log", () => {
    const failures = [1, 2, 3].map((number) => attempt(number, number * 10, number * 10 + 5, "failed"));
    const { rows } = prepareTimeline(
      operation([step("a", "done", [...failures, attempt(4, 40, 50, "succeeded")], null)]),
      at(60),
    );
    expect(rows[0]).toMatchObject({
      earlierFailures: 1,
      notes: [
        { attempt: 2, mendedBy: 4, code: "429" },
        { attempt: 3, mendedBy: 4 },
      ],
      durationMs: 40_000,
    });
  });

  it("keeps every bar on the axis and its ticks few", () => {
    const steps = [
      step("a", "done", [attempt(1, 0, 3_000, "succeeded")], null),
      step("b", "not-started", [], 9_000_000),
    ];
    const { rows, ticks, seconds } = prepareTimeline(operation(steps), at(3_600));
    for (const bar of rows.flatMap(({ bars }) => bars)) expect(bar.left + bar.width).toBeLessThanOrEqual(100);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(seconds).toBe(false);
  });

  it("has no now once it is over, and shows seconds where it was short", () => {
    const done = step("a", "done", [attempt(1, 0, 3, "succeeded")], null);
    expect(prepareTimeline(operation([done], { finishedAt: at(3) }), at(9_000))).toMatchObject({
      now: null,
      seconds: true,
    });
  });
});

test.each([
  ["the first attempt is not counted", step("a", "running", [attempt(1, 0, null, "running")], null), null],
  [
    "from the second on it is",
    step("a", "failed", [attempt(1, 0, 1, "failed"), attempt(2, 2, 3, "failed")], null),
    2,
  ],
  [
    "once it is done it is not",
    step("a", "done", [attempt(1, 0, 1, "failed"), attempt(2, 2, 3, "succeeded")], null),
    null,
  ],
  ["nor before it began", step("a", "not-started", [], null), null],
])("%s", (_, only, expected) => {
  expect(prepareTimeline(operation([only]), at(60)).rows[0]?.attempt).toBe(expected);
});
