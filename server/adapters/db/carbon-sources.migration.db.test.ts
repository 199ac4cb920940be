import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCarbonRepo } from "./carbon.ts";
import { migrate } from "./migrate.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

const ALL = path.resolve("prisma/migrations");
const OURS = "20261125184000_carbon_sources";
let database: TestDatabase;
let before: string;

beforeAll(async () => {
  database = await createTestDatabase();
  before = mkdtempSync(path.join(os.tmpdir(), "migrations-"));
  for (const name of readdirSync(ALL).filter((each) => each < OURS)) {
    cpSync(path.join(ALL, name), path.join(before, name), { recursive: true });
  }
});
afterAll(async () => {
  await database.drop();
  rmSync(before, { recursive: true });
});

test("a grid of before keeps its source, as the first of its list, with how it did", async () => {
  await database.db.$executeRawUnsafe("drop schema public cascade");
  await database.db.$executeRawUnsafe("create schema public");
  await migrate(database.url, before);
  await database.db.$executeRawUnsafe(`
    insert into carbon_zone (zone, name, source, config, last_polled_at, failed_at, failure, created_at) values
      ('DE', 'Germany', 'replay', '{"file":"ger.csv","digest":"1"}', '2026-11-22T12:00Z', null, null, '2026-11-01T00:00Z'),
      ('GB', 'Great Britain', 'uk-carbon-intensity', '{}', null, '2026-11-22T13:00Z', 'It is away.', '2026-11-02T00:00Z')`);
  await database.db.$executeRawUnsafe(`insert into carbon_file values ('DE', 'utc,ci')`);

  expect(await migrate(database.url, ALL)).toContain(OURS);
  const carbon = createCarbonRepo(database.db);
  expect(await carbon.zones()).toMatchObject([
    {
      zone: "DE",
      lastPolledAt: new Date("2026-11-22T12:00Z"),
      backfilledTo: null,
      sources: [
        {
          source: "replay",
          config: { file: "ger.csv", digest: "1" },
          account: null,
          lastOkAt: new Date("2026-11-22T12:00Z"),
          failure: null,
        },
      ],
    },
    {
      zone: "GB",
      sources: [
        {
          source: "uk-carbon-intensity",
          lastOkAt: null,
          failure: { at: new Date("2026-11-22T13:00Z"), message: "It is away." },
        },
      ],
    },
  ]);
  expect(await carbon.file("DE")).toBe("utc,ci");
});
