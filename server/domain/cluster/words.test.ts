import { expect, test } from "vitest";
import { asSentence, counted, firstLine, spanOf } from "./words.ts";

test.each([
  [0, "0 s"],
  [24_400, "24 s"],
  [59_400, "59 s"],
  [59_900, "1 min"],
  [48 * 60_000, "48 min"],
  [59.8 * 60_000, "1 h"],
  [288 * 60_000, "4 h 48"],
  [125 * 60_000, "2 h 05"],
  [50 * 3_600_000, "2 d"],
  [-5, "0 s"],
])("%d ms are %s", (ms, expected) => {
  expect(spanOf(ms).replaceAll("\u00a0", " ")).toBe(expected);
});

test.each([
  [1, "1 Job"],
  [0, "0 Jobs"],
  [14, "14 Jobs"],
])("%d of them", (count, expected) => {
  expect(counted(count, "Job").replaceAll("\u00a0", " ")).toBe(expected);
});

test("a message ends as a sentence, once", () => {
  expect([asSentence("It is taken"), asSentence("Is it? "), asSentence("It is.")]).toEqual([
    "It is taken.",
    "Is it?",
    "It is.",
  ]);
});

test.each([
  ["Remote connection not established yet", "Remote connection not established yet"],
  ["* Machine a:\n  * waiting for etcd", "Machine a"],
  ["Available, 1 of 3 ready:\n  * x", "Available, 1 of 3 ready"],
])("the first line of %j stands in a sentence", (message, line) => {
  expect(firstLine(message)).toBe(line);
});
