import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "#server/adapters/clock.ts";
import { createReconcileStateRepo } from "#server/adapters/db/reconcile-state.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { createLogger } from "#server/adapters/log.ts";
import { createQueue, type Queue } from "#server/adapters/queue/queue.ts";
import { createRecovery } from "#server/adapters/queue/recovery.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import { resync, runReconcilers } from "./durable.ts";
import type { Reconciler } from "./reconciler.ts";

type Reconcile = Reconciler["reconcile"];

let database: TestDatabase;
let queue: Queue;
let stop: AbortController;
let runners: Promise<void>[];

beforeEach(async () => {
  database = await createTestDatabase();
  queue = createQueue(database.db);
  stop = new AbortController();
  runners = [];
});
afterEach(async () => {
  stop.abort();
  await Promise.all(runners);
  await database.drop();
});

test("two workers share the queue: a key never runs twice at a time, and all keys run", async () => {
  const running = new Map<string, number>();
  const runs = new Map<string, number>();
  let most = 0;
  let mostOfAll = 0;
  const reconcile: Reconcile = async (key) => {
    running.set(key, (running.get(key) ?? 0) + 1);
    most = Math.max(most, ...running.values());
    mostOfAll = Math.max(
      mostOfAll,
      [...running.values()].reduce((sum, count) => sum + count, 0),
    );
    await sleep(15);
    running.set(key, (running.get(key) ?? 0) - 1);
    runs.set(key, (runs.get(key) ?? 0) + 1);
    return undefined;
  };
  start(reconcile);
  start(reconcile);

  for (let round = 0; round < 5; round += 1) {
    await Promise.all(["a", "b", "c", "d"].map((key) => queue.add("test", key)));
  }
  await vi.waitFor(async () => expect(await pending()).toBe(0), { timeout: 15_000 });

  expect(most).toBe(1);
  expect(mostOfAll).toBeGreaterThan(1);
  expect([...runs.keys()].toSorted()).toEqual(["a", "b", "c", "d"]);
});

test("a nudge during a run leads to one more run; the loop's own requeue does not postpone it", async () => {
  const gate = deferred();
  const reconcile = vi.fn<Reconcile>(async () => {
    if (reconcile.mock.calls.length === 1) await gate.promise;
    return { requeueAfterMs: 200_000 };
  });
  start(reconcile);
  await queue.add("test", "a");
  await vi.waitFor(() => expect(reconcile).toHaveBeenCalledTimes(1), { timeout: 5_000 });

  await queue.add("test", "a");
  await queue.add("test", "a");
  gate.resolve();

  await vi.waitFor(() => expect(reconcile).toHaveBeenCalledTimes(2), { timeout: 5_000 });
  await vi.waitFor(async () => expect(await delaySeconds("a")).toBeGreaterThan(150), { timeout: 5_000 });
});

test.each([
  ["a later time does not postpone an earlier one", [60_000, 3_600_000]],
  ["an earlier time brings a later one forward", [3_600_000, 60_000]],
])("%s", async (_, delays) => {
  for (const delayMs of delays) await queue.add("test", "a", { delayMs });
  const seconds = await delaySeconds("a");
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(61);
});

test("failures back off further each time, are kept in a row, and a success forgets them", async () => {
  const states = createReconcileStateRepo(database.db);
  await states.save("test", "a", { failures: 6, nextRunAt: null, lastError: "away" });
  const reconcile = vi.fn<Reconcile>().mockRejectedValueOnce(new Error("the API server is away"));
  start(reconcile);
  await queue.add("test", "a");

  const failed = { failures: 7, lastError: "the API server is away" };
  await vi.waitFor(async () => expect(await states.find("test", "a")).toMatchObject(failed), {
    timeout: 10_000,
  });
  await vi.waitFor(async () => expect(await delaySeconds("a")).toBeGreaterThan(30), { timeout: 10_000 });
  expect(await delaySeconds("a")).toBeLessThan(78);

  await queue.add("test", "a"); // a change does not wait for the back-off
  await vi.waitFor(async () => expect(await states.find("test", "a")).toBeNull(), { timeout: 10_000 });
  expect(reconcile).toHaveBeenCalledTimes(2);
});

test("a restart neither forgets nor shortens a back-off", async () => {
  const states = createReconcileStateRepo(database.db);
  const nextRunAt = new Date(Date.now() + 120_000);
  await states.save("test", "a", { failures: 7, nextRunAt, lastError: "away" });
  const reconciler: Reconciler = {
    name: "test",
    reconcile: () => Promise.resolve(undefined),
    keys: () => Promise.resolve(["a", "b"]),
  };

  await resync(reconciler, { queue, states, clock: systemClock });

  expect(await delaySeconds("a")).toBeGreaterThan(110);
  expect(await delaySeconds("b")).toBeLessThan(3);
});

test("waiting is no failure, and what a person must change is not tried again", async () => {
  const states = createReconcileStateRepo(database.db);
  const reconcile = vi.fn<Reconcile>((key) =>
    Promise.reject(
      key === "a" ? new Waiting("Starting", "It starts.", 100_000) : new UserError("Refused", "No."),
    ),
  );
  start(reconcile);
  await queue.add("test", "a");
  await queue.add("test", "b");

  await vi.waitFor(() => expect(reconcile).toHaveBeenCalledTimes(2), { timeout: 5_000 });
  await vi.waitFor(async () => expect(await delaySeconds("a")).toBeGreaterThan(90), { timeout: 5_000 });
  await vi.waitFor(async () => expect(await pending()).toBe(1), { timeout: 5_000 });
  expect(await states.find("test", "a")).toBeNull();
  expect(await states.find("test", "b")).toBeNull();
});

test("the queue never gives up: a run may fail as often as it likes", async () => {
  await queue.add("test", "a", { delayMs: 60_000 });
  const [job] = await database.db.$queryRaw<
    { max: number }[]
  >`select max_attempts as max from graphile_worker.jobs`;
  expect(job?.max).toBe(32_767);
});

test("the keys of a worker that was killed are taken over within seconds", async () => {
  await queue.add("test", "a");
  await database.db.$executeRaw`
    update graphile_worker._private_jobs set locked_by = 'pool-dead', locked_at = now()`;
  await database.db.$executeRaw`
    update graphile_worker._private_job_queues set locked_by = 'pool-dead', locked_at = now()`;
  const reconcile = vi.fn<Reconcile>(() => Promise.resolve(undefined));

  start(reconcile);

  await vi.waitFor(() => expect(reconcile).toHaveBeenCalledTimes(1), { timeout: 20_000 });
});

test("a worker that lives is not robbed of its key", async () => {
  const gate = deferred();
  const reconcile = vi.fn<Reconcile>(async () => {
    await gate.promise;
    return undefined;
  });
  start(reconcile);
  await queue.add("test", "a");
  await vi.waitFor(() => expect(reconcile).toHaveBeenCalledTimes(1), { timeout: 5_000 });

  const pool = new Pool({ connectionString: database.url });
  const recover = createRecovery(pool);
  await vi.waitFor(async () => expect(await youth()).toBeGreaterThan(6), { timeout: 15_000 }); // it trusts no younger server
  const looks = [await recover(), await recover(), await recover()];
  await pool.end();

  expect(looks).toEqual([[], [], []]);
  gate.resolve();
});

test("lost connections do not end the loops", async () => {
  const reconcile = vi.fn<Reconcile>(() => Promise.resolve(undefined));
  start(reconcile);
  await queue.add("test", "a");
  await vi.waitFor(() => expect(reconcile).toHaveBeenCalledTimes(1), { timeout: 5_000 });

  await database.admin(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(database.url).pathname.slice(1)}'`,
  );
  await vi.waitFor(() => queue.add("test", "a"), { timeout: 5_000 });

  await vi.waitFor(() => expect(reconcile).toHaveBeenCalledTimes(2), { timeout: 20_000 });
});

test("a stop waits for what runs; what was cut short is run again by the next worker, without a failure", async () => {
  const reconcile = vi.fn<Reconcile>(
    (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  start(reconcile);
  await queue.add("test", "a");
  await vi.waitFor(() => expect(reconcile).toHaveBeenCalledTimes(1), { timeout: 5_000 });

  stop.abort();
  await Promise.all(runners);

  expect(await createReconcileStateRepo(database.db).find("test", "a")).toBeNull();
  expect(await pending()).toBe(1);
});

function start(reconcile: Reconcile): void {
  runners.push(
    runReconcilers({
      reconcilers: [{ name: "test", reconcile }],
      databaseUrl: database.url,
      queue,
      states: createReconcileStateRepo(database.db),
      clock: systemClock,
      log: createLogger("test", "silent"),
      signal: stop.signal,
      concurrency: 3,
    }),
  );
}

async function pending(): Promise<number> {
  const [row] = await database.db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from graphile_worker.jobs where attempts < max_attempts`;
  return row?.count ?? 0;
}

async function youth(): Promise<number> {
  const [row] = await database.db.$queryRaw<{ seconds: number }[]>`
    select extract(epoch from now() - pg_postmaster_start_time())::float8 as seconds`;
  return row?.seconds ?? 0;
}

async function delaySeconds(key: string): Promise<number> {
  const [row] = await database.db.$queryRaw<{ seconds: number }[]>`
    select extract(epoch from run_at - now())::float8 as seconds from graphile_worker.jobs
    where key = ${`test:${key}`} and locked_at is null`;
  return row?.seconds ?? Number.NaN;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  const gate = new EventEmitter();
  return { promise: once(gate, "open").then(() => undefined), resolve: () => gate.emit("open") };
}
