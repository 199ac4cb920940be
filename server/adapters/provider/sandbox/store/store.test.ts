import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Stored } from "../object.ts";
import { temporaryDir } from "../testing.ts";
import { createStore, type Change } from "./store.ts";

let dir: string;
let said: string[];
beforeEach(() => {
  dir = temporaryDir();
  said = [];
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));
const open = () => createStore(dir, (_, message) => said.push(message));
const thing = (name: string, value = 0): Stored => ({
  apiVersion: "v1",
  kind: "Thing",
  metadata: { name, namespace: "n" },
  value,
});
const files = () => fs.readdirSync(dir).toSorted();
const namesOf = (objects: readonly Stored[]) => objects.map(({ metadata }) => metadata.name);
const written = () => new Promise<void>((resolve) => queueMicrotask(resolve));

test("an object comes back frozen, under the version of its write", () => {
  const store = open();
  const put = store.put("things", thing("a"));
  expect(put.metadata.resourceVersion).toBe("1");
  expect(store.get("things", "n", "a")).toBe(put);
  expect(Object.isFrozen(put.metadata)).toBe(true);
});

test("subscribers hear of a write once it is on disk, in order", async () => {
  const store = open();
  const heard: string[] = [];
  store.subscribe(({ type, revision }) => {
    expect(fs.readFileSync(path.join(dir, "state-1.jsonl"), "utf8")).toContain(`"rv":${revision}`);
    heard.push(`${type} ${revision}`);
  });
  const made = store.put("things", thing("a"));
  store.put("things", { ...made, value: 1 });
  store.remove("things", made);
  expect(heard).toEqual([]);
  await written();
  expect(heard).toEqual(["ADDED 1", "MODIFIED 2", "DELETED 3"]);
});

test("a killed process loses nothing that was answered: no close, and the next one reads it all", async () => {
  const first = open();
  for (let index = 0; index < 50; index += 1) first.put("things", thing(`t${index}`, index));
  first.remove("things", thing("t7"));
  await written();
  const second = open();
  expect(second.list("things")).toHaveLength(49);
  expect(second.get("things", "n", "t9")).toEqual(first.get("things", "n", "t9"));
  expect(second.revision()).toBeGreaterThan(first.revision());
});

test.each([
  ["half a line", '{"rv":9,"storage":"things","key":"n/x","obj'],
  ["zeroes", "\0\0\0\0"],
  ["a line that is no JSON", "nonsense\n"],
])("%s at the end is cut off and said", async (_, tail) => {
  const first = open();
  first.put("things", thing("a"));
  await written();
  fs.appendFileSync(path.join(dir, "state-1.jsonl"), tail);
  const second = open();
  expect(namesOf(second.list("things"))).toEqual(["a"]);
  expect(said).toEqual(["the journal of the sandbox ended in a torn line, which was cut off"]);
  second.put("things", thing("b"));
  await written();
  expect(namesOf(open().list("things"))).toEqual(["a", "b"]);
});

test("a grown journal is replaced by what lives; an unfinished replacement is ignored", async () => {
  const store = open();
  const padding = "x".repeat(100_000);
  for (let index = 0; index < 60; index += 1) {
    store.put("things", { ...thing("a", index), padding });
    await written();
  }
  expect(files()).toEqual(["state-2.jsonl"]);
  fs.writeFileSync(path.join(dir, "state-3.jsonl.tmp"), "half");
  const next = open();
  expect(next.get("things", "n", "a")).toMatchObject({ value: 59 });
  expect(next.revision()).toBeGreaterThan(store.revision());
});

test("changes since a version are remembered up to a bound, then forgotten", async () => {
  const store = open();
  for (let index = 0; index < 9_000; index += 1) store.put("things", thing("a", index));
  await written();
  expect(store.since("things", 1)).toBeUndefined();
  const recent = store.since("things", 8_990) as Change[];
  expect(recent.map(({ revision }) => revision)).toEqual([
    8991, 8992, 8993, 8994, 8995, 8996, 8997, 8998, 8999, 9000,
  ]);
});

test("after a restart a watch goes on from the last version, and from no earlier one", async () => {
  const first = open();
  first.put("things", thing("a"));
  first.put("things", thing("b"));
  await written();
  const second = open();
  expect(second.since("things", 1)).toBeUndefined();
  expect(second.since("things", 2)).toEqual([]);
});

test("when the disk takes no more, writes are refused rather than lost", async () => {
  const store = open();
  store.put("things", thing("a"));
  await written();
  store.close();
  expect(() => store.put("things", thing("b"))).toThrow("the sandbox is stopping");
});

test("lists are in order and stay within their namespace", () => {
  const store = open();
  for (const name of ["b", "a-b", "a"]) store.put("things", thing(name));
  store.put("things", { ...thing("z"), metadata: { name: "z", namespace: "n-2" } });
  expect(namesOf(store.list("things", "n"))).toEqual(["a", "a-b", "b"]);
  expect(namesOf(store.list("things"))).toEqual(["z", "a", "a-b", "b"]);
});
