import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDb, type Db } from "#server/adapters/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import type { TerminalInput } from "#server/domain/resource/terminal.ts";
import { createTerminals, type Terminals } from "./terminals.ts";

let database: TestDatabase;
let db: Db;
let first: Terminals;
let second: Terminals;
const ADA = "ada";
const PATIENCE = { timeout: 15_000 };

beforeEach(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  first = createTerminals(db, database.url);
  second = createTerminals(db, database.url);
});
afterEach(async () => {
  await first.stop();
  await second.stop();
  await db.$disconnect();
  await database.drop();
});

const open = (console: Terminals, id: string) => {
  const heard: TerminalInput[] = [];
  return { heard, ...console.add({ id, actorId: ADA }, (input) => heard.push(input)) };
};
const key = (session: string, text: string): TerminalInput => ({
  session,
  base64: Buffer.from(text).toString("base64"),
});

test("a key finds its shell, at whichever console it arrives, in the order of typing", async () => {
  const id = randomUUID();
  const { heard } = open(first, id);
  await first.send(ADA, key(id, "l"));
  expect(heard).toEqual([key(id, "l")]);
  // the first has begun to listen once it hears the second at all
  await vi.waitFor(async () => {
    await second.send(ADA, key(id, "?"));
    expect(heard.length).toBeGreaterThan(1);
  }, PATIENCE);
  heard.length = 0;
  for (const letter of "uname -a\r") await second.send(ADA, key(id, letter));
  const typed = () => heard.map(({ base64 = "" }) => Buffer.from(base64, "base64").toString());
  await vi.waitFor(() => expect(typed().join("").replaceAll("?", "")).toBe("uname -a\r"), PATIENCE);
  const longest = { session: id, base64: Buffer.alloc(4_096, "é").toString("base64") };
  await second.send(ADA, longest);
  await vi.waitFor(() => expect(heard.at(-1)).toEqual(longest), PATIENCE);
});

test("another person's keys do not reach it, nor any once it is closed, and no second takes its name", async () => {
  const id = randomUUID();
  const { heard, close } = open(first, id);
  await first.send("eve", key(id, "x"));
  open(first, id).heard.push(key(id, "never"));
  await first.send(ADA, key(id, "1"));
  expect(heard).toEqual([key(id, "1")]);
  close();
  expect(first.open).toBe(0);
  await first.send(ADA, key(id, "2"));
  expect(heard).toHaveLength(1);
});
