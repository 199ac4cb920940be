import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Shaping } from "#server/domain/job/shaping.ts";
import { at, jobOf } from "#server/domain/job/testing.ts";
import { createTurns } from "./turns.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const stop = new AbortController();
const OFF: Shaping = { releasesPerSecond: undefined, maxConcurrentWatts: undefined };
const running = jobOf({ spec: { suspend: false } });
const wattsOfOne = 4.812;

/** The loop as far as turns see it: whoever is woken asks again, and is let go at once when it is their turn. */
function lineOf(shaping: Shaping, names: readonly string[] = []) {
  const started: { name: string; ms: number }[] = [];
  const told: string[] = [];
  const startedAt = performance.now();
  const limits = { ...shaping };
  const unseen = new Set<string>();
  const isLooking = () => unseen.size > 0;
  const turns = createTurns({ shaping: () => limits, wake: ask, isLooking, signal: stop.signal });
  const order = new Map(names.map((name, n) => [name, n]));

  function ask(name: string): void {
    const place = {
      key: name,
      latestStart: at(order.get(name) ?? 0),
      watts: limits.maxConcurrentWatts === undefined ? undefined : wattsOfOne,
    };
    const capWatts = limits.maxConcurrentWatts;
    const room = capWatts === undefined ? undefined : turns.roomFor(place, capWatts);
    if (room && (room.runningWatts ?? 0) > 0 && total(room) > room.capWatts + 0.001) {
      if (turns.keep(place)) told.push(name);
      return;
    }
    if (!turns.take(place)) return;
    turns.begin(name, running);
    started.push({ name, ms: Math.round(performance.now() - startedAt) });
    turns.settle(name, true);
    turns.see(name, running);
  }
  return { ask, turns, started, told, limits, unseen, names: () => started.map(({ name }) => name) };
}
const total = ({ runningWatts = 0, aheadWatts = 0, neededWatts = 0 }) =>
  runningWatts + aheadWatts + neededWatts;
const hundred = Array.from({ length: 100 }, (_, n) => `job-${String(n).padStart(3, "0")}`);
const shuffled = hundred.toSorted((a, b) => (a.slice(-1) + a < b.slice(-1) + b ? -1 : 1)).toReversed();

test("whoever asks in what order, they go by their latest start", async () => {
  const line = lineOf(OFF, hundred);
  shuffled.forEach(line.ask);
  expect(line.names()).toEqual([]); // those of one moment are put in order first
  await vi.advanceTimersByTimeAsync(1_000);
  expect(line.names()).toEqual(hundred);
});

test("on a busy machine the first waits until all have been looked at, for a second at most", async () => {
  const line = lineOf(OFF, hundred);
  line.ask("job-007");
  line.unseen.add("job-003");
  line.turns.see("another", undefined); // what ends meanwhile hastens nothing
  await vi.advanceTimersByTimeAsync(400);
  expect(line.names()).toEqual([]);
  line.unseen.clear();
  line.ask("job-003");
  await vi.advanceTimersByTimeAsync(100);
  expect(line.names()).toEqual(["job-003", "job-007"]);

  line.unseen.add("job-001"); // never comes
  line.ask("job-002");
  await vi.advanceTimersByTimeAsync(900);
  expect(line.names()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(200);
  expect(line.names()).toHaveLength(3);
});

test("ten a second: never more in any second, and all in the end", async () => {
  const line = lineOf({ ...OFF, releasesPerSecond: 10 }, hundred);
  shuffled.forEach(line.ask);
  await vi.advanceTimersByTimeAsync(12_000);
  expect(line.names()).toEqual(hundred);
  for (const { ms } of line.started) {
    const within = line.started.filter((other) => other.ms >= ms && other.ms < ms + 1_000);
    expect(within.length).toBeLessThanOrEqual(11); // one more at the very start
  }
  expect(line.turns.counts()).toEqual({ keptByRate: 0, keptByCap: 0, runningWatts: expect.anything() });
});

test("a rate that is lifted lets the rest go", async () => {
  const line = lineOf({ ...OFF, releasesPerSecond: 1 }, hundred);
  hundred.forEach(line.ask);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(line.turns.counts().keptByRate).toBe(97);
  line.limits.releasesPerSecond = undefined;
  line.ask("job-099"); // the agent looks at all when the namespace turns
  await vi.advanceTimersByTimeAsync(500);
  expect(line.names()).toEqual(hundred);
});

test("under a cap for three: three run, the others are told, and the next goes when one ends", async () => {
  const line = lineOf({ ...OFF, maxConcurrentWatts: 3 * wattsOfOne }, hundred);
  shuffled.forEach(line.ask);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(line.names()).toEqual(hundred.slice(0, 3));
  expect(new Set(line.told).size).toBe(97);
  expect(line.turns.counts()).toMatchObject({ keptByRate: 0, keptByCap: 97 });

  line.turns.see("job-001", undefined);
  await vi.advanceTimersByTimeAsync(100);
  expect(line.names()).toEqual(hundred.slice(0, 4));
  for (let n = 0; line.started.length < 100 && n < 100; n++) {
    line.turns.see(line.started[n]?.name ?? "", undefined);
    await vi.advanceTimersByTimeAsync(100);
    expect(line.turns.counts().runningWatts).toBeLessThanOrEqual(3 * wattsOfOne + 0.01);
  }
  expect(line.names()).toEqual(hundred);
});

test("a Job that is larger than the cap goes when nothing else runs, and nothing beside it", async () => {
  const line = lineOf({ ...OFF, maxConcurrentWatts: 1 }, ["a", "b"]);
  line.ask("b");
  line.ask("a");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(line.names()).toEqual(["a"]);
  line.turns.see("a", undefined);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(line.names()).toEqual(["a", "b"]);
});

test("what goes at its latest start counts, and the others wait for it", async () => {
  const line = lineOf({ ...OFF, maxConcurrentWatts: wattsOfOne }, ["late", "next"]);
  line.turns.begin("late", running);
  line.turns.settle("late", true);
  line.ask("next");
  await vi.advanceTimersByTimeAsync(500);
  expect([line.names(), line.told]).toEqual([[], ["next"]]);
  line.turns.see("late", undefined);
  await vi.advanceTimersByTimeAsync(500);
  expect(line.names()).toEqual(["next"]);
});

test("a release that failed gives its turn and its watts back", async () => {
  const line = lineOf({ releasesPerSecond: 1, maxConcurrentWatts: wattsOfOne }, ["a"]);
  const place = { key: "gone", latestStart: at(0), watts: wattsOfOne };
  expect(line.turns.take(place)).toBe(false);
  await vi.advanceTimersByTimeAsync(60); // it is woken, and this one's loop fails
  line.turns.begin("gone", running);
  line.turns.settle("gone", false);
  expect(line.turns.counts().runningWatts).toBe(0);
});

test("who leaves the line is not waited for", async () => {
  const line = lineOf({ ...OFF, maxConcurrentWatts: 2 * wattsOfOne }, hundred.slice(0, 5));
  hundred.slice(0, 5).forEach(line.ask);
  await vi.advanceTimersByTimeAsync(500);
  line.turns.leave("job-002"); // a better window came
  line.turns.see("job-003", undefined); // deleted
  line.turns.see("job-000", undefined);
  await vi.advanceTimersByTimeAsync(500);
  expect(line.names()).toEqual(["job-000", "job-001", "job-004"]);
});

test("a cap that is taken off lets all go that it kept", async () => {
  const line = lineOf({ ...OFF, maxConcurrentWatts: wattsOfOne }, hundred);
  hundred.forEach(line.ask);
  await vi.advanceTimersByTimeAsync(500);
  line.limits.maxConcurrentWatts = undefined;
  hundred.slice(1).forEach(line.ask);
  await vi.advanceTimersByTimeAsync(500);
  expect(line.names()).toEqual(hundred);
});

test("it is busy while more stand in line than may go at once, and not a moment longer", async () => {
  const turns = createTurns({
    shaping: () => OFF,
    wake: () => undefined,
    isLooking: () => false,
    signal: stop.signal,
  });
  const places = hundred.map((name, n) => ({ key: name, latestStart: at(n), watts: undefined }));
  for (const place of places) turns.take(place);
  expect(turns.isBusy()).toBe(false);
  await vi.advanceTimersByTimeAsync(60);
  for (const { key } of places) {
    expect(turns.isBusy(), key).toBe(key < "job-068");
    turns.settle(key, true);
    await vi.advanceTimersByTimeAsync(2);
  }
  expect(turns.isBusy()).toBe(false);
});
