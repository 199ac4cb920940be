import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decide } from "#server/domain/job/decide.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import { inputOf } from "#server/domain/job/testing.ts";
import { openJournal } from "./journal.ts";

let dir: string;
beforeEach(() => void (dir = fs.mkdtempSync(path.join(os.tmpdir(), "journal-"))));
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const recordOf = (id: string, change: Partial<DecisionRecord> = {}): DecisionRecord => {
  const input = inputOf([300, 75]);
  return {
    id,
    clusterId: "c",
    jobUid: "u1",
    namespace: "climate",
    name: "era5",
    decision: decide(input),
    released: false,
    input,
    ...change,
  };
};
const ids = (records: DecisionRecord[]) => records.map(({ id }) => id);

test("what was written is known after a kill, and half a line is not", () => {
  openJournal(dir).record(recordOf("1", { released: true }));
  fs.appendFileSync(path.join(dir, "decisions.jsonl"), '{"id":"2","clus');

  const journal = openJournal(dir);
  expect(journal.previousOf("u1")).toEqual(recordOf("1").decision);
  expect(journal.wasReleased("u1")).toBe(true);
  journal.record(recordOf("3"));
  expect(openJournal(dir).wasReleased("u1")).toBe(false);
});

test("a decision of a dry run is known as one after a kill, and is no plan to keep", () => {
  const wouldHave = { energyKwh: 1, gramsNow: 300, gramsPlanned: 75 };
  openJournal(dir).record(recordOf("1", { wouldHave }));
  const journal = openJournal(dir);
  expect(journal.wasDryRun("u1")).toBe(true);
  expect(journal.previousOf("u1")).toBeUndefined();
  journal.record(recordOf("2"));
  expect(openJournal(dir).wasDryRun("u1")).toBe(false);
  expect(journal.previousOf("u1")).toEqual(recordOf("2").decision);
});

test("each record is handed over once, in order, also across a restart", async () => {
  const stored: string[] = [];
  const store = async (records: DecisionRecord[]) => void stored.push(...ids(records));
  const journal = openJournal(dir);
  for (let n = 0; n < 250; n++) journal.record(recordOf(String(n)));
  expect(await journal.drain(store)).toBe(250);
  journal.record(recordOf("250"));

  expect(await openJournal(dir).drain(store)).toBe(1);
  expect(stored).toEqual(Array.from({ length: 251 }, (_, n) => String(n)));
});

test("a store that is away gets it later", async () => {
  const journal = openJournal(dir);
  journal.record(recordOf("1"));
  await expect(journal.drain(() => Promise.reject(new Error("away")))).rejects.toThrow("away");

  const stored: string[] = [];
  await journal.drain(async (records) => void stored.push(...ids(records)));
  expect(stored).toEqual(["1"]);
});

test("a journal that has grown keeps the last word on each Job that is still asked for", async () => {
  const journal = openJournal(dir);
  const padding = "x".repeat(100_000);
  for (let n = 0; n < 90; n++) journal.record(recordOf(String(n), { jobUid: `u${n % 3}`, name: padding }));
  journal.forget("u0");
  await journal.drain(() => Promise.resolve());
  expect(fs.statSync(path.join(dir, "decisions.jsonl")).size).toBeLessThan(300_000);
  journal.record(recordOf("90", { jobUid: "u2" }));

  const again = openJournal(dir);
  expect(["u0", "u1", "u2"].map((uid) => again.previousOf(uid) !== undefined)).toEqual([false, true, true]);
});
