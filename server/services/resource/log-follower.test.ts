import { expect, test } from "vitest";
import { NotStarted, type LogWish } from "#server/adapters/kubernetes/pod-log.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { LogEvent } from "#server/domain/resource/view.ts";
import { followSources } from "./log-follower.ts";
import type { ReadLog } from "./log-readings.ts";
import type { FollowedSource } from "./log-sources.ts";

const PACE = { gatherMs: 1, lookEveryMs: 5, restMs: 5 };
const source = (pod: string, more: Partial<FollowedSource> = {}): FollowedSource => ({
  namespace: "web",
  pod,
  uid: pod,
  container: "main",
  started: false,
  finished: false,
  ...more,
});
const at = (seconds: number) => `2026-01-01T00:00:0${seconds}Z`;
const notStarted = () => Promise.reject(new NotStarted("ContainerCreating"));
/** One answer of the fake API: lines at their times, and then the end of the stream. */
const says =
  (...lines: [text: string, at: string][]): Answer =>
  async (onLine) =>
    lines.forEach(([text, when]) => onLine(text, when));
/** It stays open, as a container that runs on does. */
const staysOpen: Answer = (_onLine, signal) =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
type Answer = (onLine: (text: string, at: string) => void, signal: AbortSignal) => Promise<void>;

interface Run {
  /** What each look finds; the last is found from then on. */
  looks: (FollowedSource[] | Error)[];
  /** What each reading of a pod gets, in order; then it stays open. */
  answers: Record<string, Answer[]>;
  wish?: Partial<LogWish>;
  onePod?: boolean;
  until: (events: readonly LogEvent[], asked: readonly [string, LogWish][]) => boolean;
}

async function run({ looks, answers, wish = {}, onePod = false, until }: Run) {
  const events: LogEvent[] = [];
  const asked: [string, LogWish][] = [];
  const stop = new AbortController();
  const read: ReadLog = (of, part, onLine, signal) => {
    asked.push([of.pod, part]);
    const answer = answers[of.pod]?.shift() ?? staysOpen;
    return answer((text, when) => onLine({ pod: of.pod, container: of.container, at: when, text }), signal);
  };
  const sources = () => {
    const found = looks.length > 1 ? looks.shift() : looks[0];
    return found instanceof Error ? Promise.reject(found) : Promise.resolve(found ?? []);
  };
  const follower = {
    sources,
    read,
    wish: { tailLines: 5, follow: true, previous: false, ...wish },
    onePod,
    pace: PACE,
  };
  for await (const event of followSources(follower, stop.signal)) {
    events.push(event);
    if (until(events, asked)) stop.abort();
  }
  return { events, asked };
}

const linesIn = (events: readonly LogEvent[]): string[] =>
  events.flatMap((event) => (event.kind === "lines" ? event.lines.map(({ text }) => text) : []));
const failuresIn = (events: readonly LogEvent[]): string[] =>
  events.flatMap((event) => (event.kind === "ended" && event.why !== null ? [event.why] : []));
const waitingIn = (events: readonly LogEvent[]) =>
  events.flatMap((event) => (event.kind === "sources" ? [event.sources.map(({ waiting }) => waiting)] : []));

test.each([
  ["one pod", true],
  ["all pods of a workload", false],
])("a container that starts late is read once it has, whole, of %s", async (_, onePod) => {
  const { events, asked } = await run({
    looks: [[source("a")]],
    answers: { a: [notStarted, notStarted, says(["hello", at(1)])] },
    onePod,
    until: (seen) => linesIn(seen).length > 0,
  });
  expect(linesIn(events)).toEqual(["hello"]);
  expect(failuresIn(events)).toEqual([]);
  expect(waitingIn(events)).toContainEqual(["ContainerCreating"]);
  expect(waitingIn(events).at(-1)).toEqual([null]);
  expect(asked.slice(0, 3).map(([, { tailLines }]) => tailLines)).toEqual([5, undefined, undefined]);
});

test("a container that starts again is read on from its last second, and no line comes twice", async () => {
  const [second, third] = ["2026-01-01T00:00:02.25Z", "2026-01-01T00:00:02.250000001Z"];
  const { events, asked } = await run({
    looks: [[source("a", { started: true })]],
    answers: {
      a: [
        says(["one", at(1)], ["same", second], ["same", second]),
        says(["zero", at(2)], ["same", second], ["same", second], ["other", second], ["three", third]),
        says(["other", second], ["three", third], ["four", at(3)]),
      ],
    },
    onePod: true,
    until: (seen) => linesIn(seen).includes("four"),
  });
  expect(linesIn(events)).toEqual(["one", "same", "same", "other", "three", "four"]);
  expect(asked.slice(0, 3).map(([, { sinceTime }]) => sinceTime)).toEqual([
    undefined,
    "2026-01-01T00:00:02.000Z",
    "2026-01-01T00:00:02.000Z",
  ]);
});

test("a pod that is finished is read once more when it ends, and then the log is over", async () => {
  const running = source("a", { started: true });
  const { events, asked } = await run({
    looks: [[running], [{ ...running, finished: true }]],
    answers: { a: [says(["one", at(1)]), says(["one", at(1)], ["last", at(2)])] },
    onePod: true,
    until: () => false,
  });
  expect(linesIn(events)).toEqual(["one", "last"]);
  expect(asked).toHaveLength(2);
  expect(events.at(-1)).toEqual({ kind: "ended", pod: "a", container: "main", why: null });
});

test("of a workload, a finished pod is not asked again, while others are looked for", async () => {
  const done = source("done", { finished: true });
  let looked = 0;
  const { events, asked } = await run({
    looks: [[done], [done], [done], [done, source("next")]],
    answers: { done: [says(["bye", at(1)])], next: [says(["hi", at(2)])] },
    until: (seen) => (looked = linesIn(seen).length) === 2,
  });
  expect(looked).toBe(2);
  expect(linesIn(events)).toEqual(["bye", "hi"]);
  expect(asked.filter(([pod]) => pod === "done")).toHaveLength(1);
});

test("what the cluster refuses is told and not asked again; when it is away it is asked again", async () => {
  const { events, asked } = await run({
    looks: [
      [source("a"), source("b")],
      new DomainError("PRECONDITION_FAILED", "prod does not answer."),
      [source("a"), source("b")],
    ],
    answers: {
      a: [() => Promise.reject(new DomainError("FORBIDDEN", "prod forbids it."))],
      b: [
        () => Promise.reject(new DomainError("PRECONDITION_FAILED", "prod does not answer.")),
        says(["back", at(1)]),
      ],
    },
    until: (seen) => linesIn(seen).length > 0,
  });
  expect(failuresIn(events).toSorted()).toEqual(["prod does not answer.", "prod forbids it."]);
  expect(linesIn(events)).toEqual(["back"]);
  expect(asked.filter(([pod]) => pod === "a")).toHaveLength(1);
});

test("a pod that is gone at a later look ends it with the reason", async () => {
  const gone = new DomainError("NOT_FOUND", "There is no Pod web/a on prod.");
  const wish = { looks: [[source("a")], gone], answers: { a: [says(["one", at(1)])] }, onePod: true };
  await expect(run({ ...wish, until: () => false })).rejects.toThrow("There is no Pod web/a on prod.");
});

test("not followed, each log is read once, and what has not started is no failure", async () => {
  const { events, asked } = await run({
    looks: [[source("a"), source("b")]],
    answers: { a: [says(["one", at(1)])], b: [notStarted] },
    wish: { follow: false },
    until: () => false,
  });
  expect(linesIn(events)).toEqual(["one"]);
  expect(failuresIn(events)).toEqual([]);
  expect(waitingIn(events).at(-1)).toEqual([null, "ContainerCreating"]);
  expect(asked).toHaveLength(2);
});
