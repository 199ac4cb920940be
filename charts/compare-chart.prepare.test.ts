import { expect, test } from "vitest";
import {
  compareDrawnWords,
  compareSentence,
  layoutCompare,
  prepareCompare,
  STROKES,
} from "./compare-chart.prepare.ts";
import { hour, seriesFixture, viewFixture } from "./series-fixture.ts";

const flat = (grams: number, length = 168) => Array.from({ length }, () => grams);
const named = (zone: string) => zone;

test("six zones have six strokes, and no two are alike", () => {
  const zones = ["A", "B", "C", "D", "E", "F"].map((zone) => seriesFixture(flat(100), { zone }));
  const strokes = prepareCompare(viewFixture(zones), named).lines.map(({ stroke }) => JSON.stringify(stroke));
  expect(new Set(strokes).size).toBe(6);
  expect(STROKES.every(({ stroke }) => stroke.startsWith("var(--ink"))).toBe(true); // hue belongs to grams
});

test("names at the ends stand apart where lines end together", () => {
  const zones = ["A", "B", "C"].map((zone) => seriesFixture(flat(100), { zone }));
  const ys = layoutCompare(prepareCompare(viewFixture(zones), named), 1_000).ends.map(({ textY }) => textY);
  const sorted = ys.toSorted((a, b) => a - b);
  expect((sorted[1] ?? 0) - (sorted[0] ?? 0)).toBeGreaterThan(14);
  expect((sorted[2] ?? 0) - (sorted[1] ?? 0)).toBeGreaterThan(14);
});

test("the axis begins with the oldest reading of any zone; one without readings has no line and is named", () => {
  const view = viewFixture([seriesFixture(flat(100, 24), { zone: "A" }), seriesFixture([], { zone: "B" })]);
  const model = prepareCompare(view, named);
  expect(model.from).toEqual(hour(-24));
  expect(layoutCompare(model, 1_000).ends.map(({ zone }) => zone)).toEqual(["A"]);
  expect(compareSentence(view)).toBe(
    "Carbon intensity over the last week, cleanest first: on average A 100\u00a0g/kWh. No reading of B.",
  );
});

test.each<[string, Parameters<typeof compareDrawnWords>[0], string]>([
  ["all", viewFixture([seriesFixture(flat(1))]), "All readings are drawn. Nothing here is forecast."],
  [
    "by LTTB",
    viewFixture([seriesFixture(flat(1, 2_000), { most: 400 })]),
    "Drawn by LTTB: 400 of 2,000 readings of DE. Nothing here is forecast.",
  ],
  [
    "by day",
    { ...viewFixture([seriesFixture(flat(1, 8_760)), seriesFixture(flat(1, 100))]), by: "day" },
    "Means of UTC days, of 8,860 readings in all; the CSV has every one. Nothing here is forecast.",
  ],
])("it says how it was drawn: %s", (_, view, words) => {
  expect(compareDrawnWords(view)).toBe(words);
});
