import { expect, test } from "vitest";
import { timeScale, valueScale } from "./scale.ts";

const MARGIN = { top: 30, right: 10, bottom: 40, left: 30 };

test.each([
  [430, [0, 100, 200, 300, 400, 500]],
  [240, [0, 50, 100, 150, 200, 250]],
  [90, [0, 20, 40, 60, 80, 100]],
  [1_400, [0, 500, 1_000, 1_500]],
  [0.04, [0, 0.01, 0.02, 0.03, 0.04]],
])("up to %f the ticks are round and few, and begin at zero", (largest, ticks) => {
  expect(valueScale(largest, 300, MARGIN).ticks.map((tick) => Number(tick.toPrecision(3)))).toEqual(ticks);
});

test("zero stands at the foot, the largest under the top", () => {
  const { y, bottom, top } = valueScale(100, 300, MARGIN);
  expect(y(0)).toBe(bottom);
  expect(y(100)).toBeGreaterThan(top);
});

test("time runs from the left margin to the right one, and back", () => {
  const scale = timeScale(new Date(0), new Date(1_000), 140, MARGIN);
  expect([scale.x(0), scale.x(500), scale.x(1_000)]).toEqual([30, 80, 130]);
  expect(+scale.at(80)).toBe(500);
});
