import { Client } from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSessionLocks, type SessionLocks } from "./session-lock.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
let first: SessionLocks;
let second: SessionLocks;
const onLost = vi.fn<(name: string) => void>();

beforeEach(async () => {
  database = await createTestDatabase();
  onLost.mockReset();
  first = createSessionLocks(database.url, { onLost, reconnectMs: 20 });
  second = createSessionLocks(database.url, { reconnectMs: 20 });
  await vi.waitFor(async () => expect(await first.acquire("warm-up")).toBe(true), { timeout: 15_000 }); // a young server
});
afterEach(async () => {
  await first.stop();
  await second.stop();
  await database.drop();
});

test("one holds it; asking again is the same hold; when it is given back the other may have it", async () => {
  expect(await first.acquire("a")).toBe(true);
  expect(await first.acquire("a")).toBe(true);
  expect(await second.acquire("a")).toBe(false);
  expect(await second.acquire("b")).toBe(true);

  await first.release("a");
  expect(await second.acquire("a")).toBe(true);
});

test("a process that ends leaves nothing locked", async () => {
  await first.acquire("a");
  await first.stop();
  expect(await second.acquire("a")).toBe(true);
});

test("a connection that is cut is made again, and the lock with it", async () => {
  await first.acquire("a");
  await cut();
  await vi.waitFor(async () => expect(await sessions()).toBe(1), { timeout: 5_000 });
  await vi.waitFor(async () => expect(await second.acquire("a")).toBe(false), { timeout: 5_000 });
  expect(onLost).not.toHaveBeenCalled();
});

test("who comes first while the connection is down has it, and the former holder is told", async () => {
  await first.acquire("a");
  const other = new Client({ connectionString: database.url });
  await other.connect();
  const theirs = other.query("select pg_advisory_lock(hashtextextended('a', 1))"); // waits in line

  await cut();
  await theirs;
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledWith("a"), { timeout: 5_000 });
  expect(await first.acquire("a")).toBe(false);
  await other.end();
});

test("without a database nothing is locked, and nothing fails", async () => {
  const away = createSessionLocks("postgresql://postgres@127.0.0.1:1/none");
  expect(await away.acquire("a")).toBe(false);
  await away.stop();
});

const name = () => new URL(database.url).pathname.slice(1);

const cut = () =>
  database.admin(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name()}' and application_name = 'karbon-locks'`,
  );

async function sessions(): Promise<number> {
  const [row] = await database.db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'karbon-locks'`;
  return row?.count ?? 0;
}
