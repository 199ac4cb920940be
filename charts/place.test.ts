import { expect, test } from "vitest";
import { type Box, place } from "./place.ts";

const BOUNDS: Box = { left: 0, top: 0, right: 200, bottom: 100 };
const here = { x: 10, y: 50, anchor: "start" } as const;
const there = { x: 190, y: 50, anchor: "end" } as const;
const wall: Box = { left: 0, top: 0, right: 60, bottom: 100 };

test.each([
  ["the first place, when it is free", [], here],
  ["the next one, when something stands there", [wall], there],
])("%s", (_, taken, expected) => {
  expect(place("measured", 12, [here, there], [...taken], BOUNDS)).toEqual({ ...expected, text: "measured" });
});

test("nowhere, rather than on top of something", () => {
  expect(place("measured", 12, [here], [wall], BOUNDS)).toBeNull();
});

test("never over the edge", () => {
  expect(place("measured", 12, [{ ...there, anchor: "start" }], [], BOUNDS)).toBeNull();
});

test("a second text does not take the place of the first", () => {
  const taken: Box[] = [];
  place("measured", 12, [here], taken, BOUNDS);
  expect(place("forecast", 12, [here, there], taken, BOUNDS)).toMatchObject(there);
});
