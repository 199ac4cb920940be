import { expect, test } from "vitest";
import { cumulate } from "../carbon/forecast.ts";
import { bestStart, costOf } from "./best-start.ts";

test.each([
  ["the least of all", [5, 3, 1, 4], 0, 3, 1, 2],
  ["the first of equals", [5, 1, 1, 1], 0, 3, 1, 1],
  ["no later than asked", [5, 3, 1, 0], 0, 2, 1, 2],
  ["no earlier than asked", [0, 3, 2, 4], 1, 3, 1, 2],
  ["the least sum, not the least first slot", [5, 0, 9, 2, 2], 0, 3, 2, 3],
  ["a range of one", [5, 3, 1], 1, 1, 1, 1],
  ["a stretch that leaves the known is never chosen", [5, 4, 0], 0, 2, 2, 1],
])("%s", (_, values, from, to, slots, expected) => {
  expect(bestStart(cumulate(values), from, to, slots)).toBe(expected);
});

test.each([
  ["inside", 1, 2, 5],
  ["past the end", 2, 2, Infinity],
  ["before the beginning", -1, 2, Infinity],
])("the cost of a stretch %s", (_, start, slots, expected) => {
  expect(costOf(cumulate([1, 2, 3]), start, slots)).toBe(expected);
});
