import { describe, expect, test } from "vitest";
import { planOf, type OperationKind } from "./plan.ts";
import { specOfSize } from "./spec.ts";
import {
  attemptOf,
  historyKey,
  newestRun,
  nextStep,
  prepareOperation,
  statsOf,
  type StepHistory,
} from "./steps.ts";
import type { StepEvent } from "./view.ts";

const spec = specOfSize("small");
const plan = planOf("create", "sandbox", spec);
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, seconds));

/** "12 create agent 2 failed: message" */
function events(...lines: string[]): StepEvent[] {
  return lines.map((line, id) => {
    const [, seconds, operation, step, attempt, event, message] =
      /^(\d+) (\w+) ([\w-]+) (\d+) (\w+)(?:: (.*))?$/.exec(line) ?? [];
    return {
      id,
      at: at(Number(seconds)),
      operation: operation as OperationKind,
      step: step ?? "",
      attempt: Number(attempt),
      event: event as StepEvent["event"],
      message: message ?? "",
      code: null,
    };
  });
}
const lastStep = (kind: OperationKind) => planOf(kind, "sandbox", spec).at(-1)?.name;

const prepare = (
  run: StepEvent[],
  now = 60,
  history: StepHistory = new Map(),
  nextAttemptAt: Date | null = null,
) => prepareOperation({ kind: "create", plan, run, abandoned: [], history, nextAttemptAt, now: at(now) });

describe("the timeline", () => {
  test("without events there is none", () => {
    expect(prepare([])).toBeNull();
  });

  test("a failed attempt keeps its bar after the one that mended it", () => {
    const operation = prepare(
      events(
        "0 create accepted 1 started",
        "1 create accepted 1 succeeded: Asked for.",
        "1 create api-server 1 started",
        "4 create api-server 1 failed: The port is taken.",
        "9 create api-server 2 started",
        "12 create api-server 2 succeeded: Answers.",
      ),
    );
    expect(operation?.steps[1]).toMatchObject({
      state: "done",
      attempts: [
        { attempt: 1, startedAt: at(1), endedAt: at(4), outcome: "failed", message: "The port is taken." },
        { attempt: 2, startedAt: at(9), endedAt: at(12), outcome: "succeeded", message: "Answers." },
      ],
    });
  });

  test.each([
    ["nothing yet", [], "not-started"],
    ["a start", ["1 create agent 1 started"], "running"],
    ["a wait", ["1 create agent 1 started", "2 create agent 1 waiting: x"], "waiting"],
    [
      "a wait, again",
      ["1 create agent 1 started", "2 create agent 1 waiting: x", "3 create agent 1 waiting: y"],
      "waiting",
    ],
    ["a failure", ["1 create agent 1 started", "2 create agent 1 failed: x"], "failed"],
    [
      "another try",
      ["1 create agent 1 started", "2 create agent 1 failed: x", "3 create agent 2 started"],
      "running",
    ],
    ["a success", ["1 create agent 1 started", "2 create agent 1 succeeded: x"], "done"],
  ])("%s", (_, lines, state) => {
    const run = events("0 create accepted 1 started", ...lines);
    expect(prepare(run)?.steps.find((step) => step.name === "agent")?.state).toBe(state);
  });

  test("a wait keeps the bar open from its start, with the newest word", () => {
    const run = events(
      "1 create accepted 1 started",
      "2 create accepted 1 waiting: a",
      "3 create accepted 1 waiting: b",
    );
    expect(prepare(run)?.steps[0]?.attempts).toEqual([
      { attempt: 1, startedAt: at(1), endedAt: null, outcome: "waiting", message: "b", code: null },
    ]);
  });

  test("the next attempt is told while a step fails, and only then", () => {
    const run = events("0 create accepted 1 started", "1 create accepted 1 failed: x");
    expect(prepare(run, 2, new Map(), at(30))?.nextAttemptAt).toEqual(at(30));
    const mended = [...run, ...events("5 create accepted 2 started")];
    expect(prepare(mended, 6, new Map(), at(30))?.nextAttemptAt).toBeNull();
  });

  test("a finished one says when, and is whole", () => {
    const run = plan.flatMap((step, index) =>
      events(`${index} create ${step.name} 1 started`, `${index + 1} create ${step.name} 1 succeeded`),
    );
    expect(prepare(run)).toMatchObject({ percent: 100, finishedAt: at(plan.length), eta: null });
  });

  test("a run that ended before a step was thought of has not missed it", () => {
    const run = plan
      .filter(({ name }) => name !== "agent")
      .flatMap(({ name }, index) =>
        events(`${index} create ${name} 1 started`, `${index + 1} create ${name} 1 succeeded`),
      );
    expect(prepare(run)?.steps.map(({ name }) => name)).not.toContain("agent");
    expect(prepare(run)).toMatchObject({ percent: 100 });
    expect(prepare(run.slice(0, -1))?.steps.map(({ name }) => name)).toContain("agent");
  });

  test("what was abandoned is behind us", () => {
    const operation = prepareOperation({
      kind: "delete",
      plan: planOf("delete", "sandbox", spec),
      run: events("0 delete workloads 1 started", "1 delete workloads 1 failed: x"),
      abandoned: ["workloads"],
      history: new Map(),
      nextAttemptAt: null,
      now: at(2),
    });
    expect(operation?.steps[0]?.state).toBe("done");
  });
});

const stats = (ms: number) => ({ lowMs: ms / 2, medianMs: ms, highMs: ms * 2 });

describe("what to expect", () => {
  const history = new Map(plan.map((step) => [historyKey("create", step.name), stats(10_000)]));
  const run = events(
    "0 create accepted 1 started",
    "1 create accepted 1 succeeded",
    "1 create api-server 1 started",
  );

  test("half-way through a step, its half counts", () => {
    expect(prepare(run, 6, history)?.percent).toBe(Math.floor((100 * 1.5) / plan.length));
  });
  test("a step that takes longer than ever is never done before it says so", () => {
    expect(prepare(run, 3_600, history)?.percent).toBe(Math.floor((100 * 1.9) / plan.length));
  });
  test("without a past, steps are counted", () => {
    expect(prepare(run, 6)?.percent).toBe(Math.floor(100 / plan.length));
  });
  test("the end is a range, from what is left", () => {
    const left = plan.length - 2;
    expect(prepare(run, 4, history)?.eta).toEqual({ from: at(4 + 2 + 5 * left), to: at(4 + 17 + 20 * left) });
  });
  test("where one step has no past there is no end to tell", () => {
    const partial = new Map([...history].slice(0, -1));
    expect(prepare(run, 4, partial)?.eta).toBeNull();
  });
  test("nor while a step fails", () => {
    const failing = [...run, ...events("2 create api-server 1 failed: x")];
    expect(prepare(failing, 4, history)?.eta).toBeNull();
  });
});

test.each([
  [[], undefined],
  [[7], { lowMs: 7, medianMs: 7, highMs: 7 }],
  [[40, 10, 20, 30, 50], { lowMs: 20, medianMs: 30, highMs: 40 }],
])("the quartiles of %j", (durations, expected) => {
  expect(statsOf(durations)).toEqual(expected);
});

test.each([
  ["none", [], 0],
  ["all of a creation", ["0 create accepted 1 started", "1 create accepted 1 failed"], 2],
  ["a deletion after a creation", ["0 create ready 1 succeeded", "1 delete workloads 1 started"], 1],
  [
    "the first scaling",
    ["0 create ready 1 succeeded", "1 scale node-pools 1 started", "2 scale node-pools 1 succeeded"],
    2,
  ],
  [
    "a scaling that just ended",
    ["1 scale node-pools 1 succeeded", "2 scale ready 1 started", "2 scale ready 1 succeeded"],
    3,
  ],
  [
    "the scaling after it",
    ["1 scale node-pools 1 succeeded", "2 scale ready 1 succeeded", "3 scale node-pools 1 started"],
    1,
  ],
])("the newest run is %s", (_, lines, length) => {
  expect(newestRun(events(...lines), lastStep)).toHaveLength(length);
});

test.each([
  ["never begun", [], { attempt: 1, open: false, waitingFor: undefined }],
  ["begun", ["0 create agent 1 started"], { attempt: 1, open: true, waitingFor: undefined }],
  [
    "waiting",
    ["0 create agent 1 started", "1 create agent 1 waiting: x"],
    { attempt: 1, open: true, waitingFor: "x" },
  ],
  [
    "failed",
    ["0 create agent 1 started", "1 create agent 1 failed"],
    { attempt: 2, open: false, waitingFor: undefined },
  ],
  [
    "failed, of which only the end is kept",
    ["1 create agent 41 failed"],
    { attempt: 42, open: false, waitingFor: undefined },
  ],
])("the attempt of a step that has %s", (_, lines, expected) => {
  expect(attemptOf(events(...lines), "agent")).toEqual(expected);
});

test("the next step is the first that is neither done nor given up", () => {
  const teardown = planOf("delete", "sandbox", spec);
  const run = events("0 delete workloads 1 succeeded");
  expect(nextStep(teardown, run)?.name).toBe("node-pools");
  expect(nextStep(teardown, run, ["node-pools"])?.name).toBe("agent");
});
