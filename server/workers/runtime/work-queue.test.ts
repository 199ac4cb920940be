import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TerminalError, UserError, Waiting } from "#server/domain/errors.ts";
import { createWorkQueue, type Reconciler } from "./work-queue.ts";

type Reconcile = Reconciler["reconcile"];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a key added many times while it runs is run once more", async () => {
  const reconcile = vi.fn<Reconcile>(() => after(10));
  const queue = createQueue(reconcile);

  queue.add("ns/a");
  queue.add("ns/a");
  queue.add("ns/a");
  await vi.advanceTimersByTimeAsync(100);

  expect(reconcile).toHaveBeenCalledTimes(2);
});

test("one key never runs twice at a time, however wide the queue", async () => {
  let running = 0;
  let most = 0;
  const queue = createQueue(async () => {
    most = Math.max(most, (running += 1));
    await after(10);
    running -= 1;
    return undefined;
  });

  for (let n = 0; n < 5; n += 1) queue.add("ns/a");
  await vi.advanceTimersByTimeAsync(100);

  expect(most).toBe(1);
});

test("keys run in order of arrival, no more than `concurrency` at a time", async () => {
  const started: string[] = [];
  const queue = createQueue((key) => (started.push(key), after(10)), 2);

  for (const key of ["a", "b", "c", "d"]) queue.add(key);

  expect(started).toEqual(["a", "b"]);
  await vi.advanceTimersByTimeAsync(10);
  expect(started).toEqual(["a", "b", "c", "d"]);
});

test("a failing key waits 1 s, 2 s, 4 s; a success starts the count anew", async () => {
  const reconcile = vi.fn<Reconcile>(() => Promise.reject(new Error("apiserver is away")));
  const queue = createQueue(reconcile);

  queue.add("ns/a");
  for (const [waitMs, runs] of [
    [999, 1],
    [1, 2],
    [1_999, 2],
    [1, 3],
  ] as const) {
    await vi.advanceTimersByTimeAsync(waitMs);
    expect(reconcile).toHaveBeenCalledTimes(runs);
  }
  reconcile.mockResolvedValueOnce(undefined);
  await vi.advanceTimersByTimeAsync(4_000);
  queue.add("ns/a");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reconcile).toHaveBeenCalledTimes(6);
});

test("a key comes back when its reconciler asked, unless a change brought it back sooner", async () => {
  const reconcile = vi.fn<Reconcile>().mockResolvedValueOnce({ requeueAfterMs: 5_000 });
  const queue = createQueue(reconcile);

  queue.add("ns/a");
  await vi.advanceTimersByTimeAsync(4_999);
  expect(reconcile).toHaveBeenCalledTimes(1);

  queue.add("ns/a");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reconcile).toHaveBeenCalledTimes(2);
});

test("a fast clock divides what a reconciler asks for, and not the back-off", async () => {
  const reconcile = vi.fn<Reconcile>().mockResolvedValueOnce({ requeueAfterMs: 60_000 });
  reconcile.mockRejectedValueOnce(new Error("away"));
  createQueue(reconcile, 1, undefined, 600).add("ns/a");

  await vi.advanceTimersByTimeAsync(100);
  expect(reconcile).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(999);
  expect(reconcile).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(reconcile).toHaveBeenCalledTimes(3);
});

test("waiting comes back when it said, is told to nobody as an error, and counts no failure", async () => {
  const reconcile = vi.fn<Reconcile>(() => Promise.reject(new Waiting("Starting", "It starts.", 3_000)));
  const onError = vi.fn<() => void>();
  createWorkQueue(
    { name: "test", reconcile },
    { concurrency: 1, signal: new AbortController().signal, onError },
  ).add("ns/a");

  await vi.advanceTimersByTimeAsync(9_000);

  expect(reconcile).toHaveBeenCalledTimes(4);
  expect(onError).not.toHaveBeenCalled();
});

test.each([new TerminalError("no such zone"), new UserError("Refused", "No such zone.")])(
  "%s is not retried",
  async (failure) => {
    const reconcile = vi.fn<Reconcile>(() => Promise.reject(failure));
    createQueue(reconcile).add("ns/a");

    await vi.advanceTimersByTimeAsync(3_600_000);

    expect(reconcile).toHaveBeenCalledTimes(1);
  },
);

test("nothing starts once the signal has aborted", () => {
  const reconcile = vi.fn<Reconcile>(() => after(0));
  createQueue(reconcile, 1, AbortSignal.abort()).add("ns/a");

  expect(reconcile).not.toHaveBeenCalled();
});

test("draining waits for what runs and starts nothing more", async () => {
  const stop = new AbortController();
  const reconcile = vi.fn<Reconcile>(() => after(50));
  const queue = createQueue(reconcile, 1, stop.signal);
  queue.add("ns/a");
  queue.add("ns/b");

  stop.abort();
  const drained = vi.fn<() => void>();
  void queue.drain().then(drained);
  await vi.advanceTimersByTimeAsync(49);
  expect(drained).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(drained).toHaveBeenCalled();
  expect(reconcile).toHaveBeenCalledTimes(1);
});

function createQueue(
  reconcile: Reconcile,
  concurrency = 4,
  signal: AbortSignal = new AbortController().signal,
  rate = 1,
) {
  return createWorkQueue(
    { name: "test", reconcile },
    { concurrency, signal, onError: () => undefined, clock: { rate }, random: () => 0.5 },
  );
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}

test("many keys that find nothing to do let whatever else waits have its turn", async () => {
  vi.useRealTimers();
  let runs = 0;
  const queue = createQueue(() => Promise.resolve(void (runs += 1)));

  for (let n = 0; n < 1_000; n += 1) queue.add(`ns/${n}`);
  await new Promise((resolve) => setImmediate(resolve));

  expect(runs).toBeLessThan(100);
  await vi.waitFor(() => expect(runs).toBe(1_000));
});
