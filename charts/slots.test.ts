import { expect, test } from "vitest";
import { gapsOf, stepPoints } from "./slots.ts";

const slot = (from: number, to: number, value = 1) => ({ from, to, value });

test.each([
  ["no hole, no gap", [slot(0, 10), slot(10, 20)], []],
  ["a slot that is missing", [slot(0, 5), slot(10, 20)], [{ from: 5, to: 10 }]],
  ["nothing before the first reading", [slot(10, 20)], [{ from: 0, to: 10 }]],
  ["silence up to now", [slot(0, 10)], [{ from: 10, to: 20 }]],
  ["shorter than a slot: the one under way is not missing", [slot(0, 17)], []],
  ["no reading at all", [], [{ from: 0, to: 20 }]],
])("%s", (_, slots, gaps) => expect(gapsOf(slots, 0, 20, 5)).toEqual(gaps));

test("a line of steps ends with its slot, and breaks over a hole", () => {
  expect(stepPoints([slot(0, 5, 7), slot(5, 10, 8), slot(15, 20, 9)], ({ value }) => value)).toEqual([
    { at: 0, value: 7 },
    { at: 5, value: 8 },
    { at: 10, value: 8 },
    { at: 10, value: null },
    { at: 15, value: 9 },
    { at: 20, value: 9 },
    { at: 20, value: null },
  ]);
});
