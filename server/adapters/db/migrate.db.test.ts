import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test("a migrated database has nothing left to do", async () => {
  expect(await migrate(database.url, path.resolve("prisma/migrations"))).toEqual([]);
});

test("two runners at once apply a migration once", async () => {
  const dir = migrationsWith({ "29990101_extra": "create table extra (id int)" });
  const applied = await Promise.all([migrate(database.url, dir), migrate(database.url, dir)]);
  expect(applied.flat()).toEqual(["29990101_extra"]);
});

test("a database of a newer version is refused, and says so", async () => {
  await expect(migrate(database.url, path.resolve("prisma/migrations"))).rejects.toThrow(
    /29990101_extra.*newer version/,
  );
});

test("a migration that was changed after it ran is refused", async () => {
  const dir = migrationsWith({ "29990101_extra": "create table other (id int)" });
  await expect(migrate(database.url, dir)).rejects.toThrow(/was changed/);
});

test("a failing migration leaves nothing of itself behind, and stops the next start", async () => {
  const dir = migrationsWith({
    "29990101_extra": "create table extra (id int)",
    "29990102_bad": "create table half (id int); select broken",
  });
  await expect(migrate(database.url, dir)).rejects.toThrow(/broken/);
  await expect(database.db.$queryRaw`select 1 from half`).rejects.toThrow(/half/);
  await expect(migrate(database.url, dir)).rejects.toThrow(/29990102_bad failed before/);
});

function migrationsWith(extra: Record<string, string>): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "migrations-"));
  fs.cpSync(path.resolve("prisma/migrations"), dir, { recursive: true });
  for (const [name, sql] of Object.entries(extra)) {
    fs.mkdirSync(path.join(dir, name));
    fs.writeFileSync(path.join(dir, name, "migration.sql"), sql);
  }
  return dir;
}
