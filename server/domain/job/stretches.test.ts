import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { ranBefore, stretchesOf, type Turn } from "./stretches.ts";
import { at } from "./testing.ts";

const go = (hour: number): Turn => ({ at: at(hour), released: true });
const wait = (hour: number): Turn => ({ at: at(hour), released: false });

test.each<[string, Turn[], [number, number | null][]]>([
  ["never let go", [wait(0), wait(1)], []],
  ["once", [wait(0), go(1)], [[1, null]]],
  [
    "paused and let go again",
    [wait(0), go(1), wait(2), wait(2.5), go(4)],
    [
      [1, 2],
      [4, null],
    ],
  ],
  ["written twice", [go(1), go(1.1), wait(2)], [[1, 2]]],
])("%s", (_, turns, expected) => {
  expect(stretchesOf(turns)).toEqual(
    expected.map(([from, to]) => ({ from: at(from), to: to === null ? null : at(to) })),
  );
});

test("what it had run by an instant", () => {
  const turns = [wait(0), go(1), wait(2), go(4)];
  expect([0, 1.5, 3, 5].map((hour) => ranBefore(turns, at(hour)) / HOUR_MS)).toEqual([0, 0.5, 1, 2]);
});
