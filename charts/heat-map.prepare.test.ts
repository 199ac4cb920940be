import { describe, expect, it, test } from "vitest";
import type { Cell } from "#server/domain/carbon/profile.ts";
import { heatSentence, heatWords, layoutHeat, shortDay } from "./heat-map.prepare.ts";

const day = (date: string, of: (hour: number) => Cell = (hour) => 10 * hour) => ({
  date,
  hours: Array.from({ length: 24 }, (_, hour) => of(hour)),
});
const dayAt = (index: number) => day(new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10));

describe("hours as a map", () => {
  it("draws a year in a hundred paths at most, whatever it holds", () => {
    const days = Array.from({ length: 365 }, (_, index) => dayAt(index));
    const { shades, cellWidth } = layoutHeat({ days }, 900);
    expect(shades.length).toBeLessThanOrEqual(91);
    expect(shades.reduce((sum, { d }) => sum + d.split("M").length - 1, 0)).toBe(365 * 24);
    expect(cellWidth * 365).toBeLessThanOrEqual(900);
  });

  it("leaves a gap blank with a dash, and draws nothing for hours that are not", () => {
    const cells: Cell[] = [100, null, "outside"];
    const { shades, missing } = layoutHeat(
      { days: [day("2026-01-01", (hour) => (hour < cells.length ? (cells[hour] ?? null) : "outside"))] },
      400,
    );
    expect(shades).toHaveLength(1);
    expect(missing.split("M").length - 1).toBe(1);
  });

  it("finds the hour under the pointer, and none beside the map", () => {
    const layout = layoutHeat({ days: [dayAt(0), dayAt(1)] }, 400);
    expect(layout.at(layout.x(1) + 2, 4 + 11 * 5 + 3)).toEqual({ day: 1, hour: 5 });
    expect(layout.at(10, 50)).toBeUndefined();
    expect(layout.at(layout.x(2) + 1, 50)).toBeUndefined();
  });

  it("names Mondays, as many as there is room for, none of them cut", () => {
    const days = Array.from({ length: 365 }, (_, index) => dayAt(index));
    const { days: labels } = layoutHeat({ days }, 900);
    expect(labels.length).toBeGreaterThan(8);
    expect(
      Math.min(...labels.slice(1).map(({ x }, index) => x - (labels[index]?.x ?? 0))),
    ).toBeGreaterThanOrEqual(58);
    expect(Math.max(...labels.map(({ x }) => x))).toBeLessThan(860);
  });
});

test("the cleanest and the dirtiest hour are named with their grams", () => {
  const byHour = Array.from({ length: 24 }, (_, hour) =>
    hour === 3 ? null : 200 + 10 * Math.abs(hour - 14),
  );
  expect(heatSentence({ byHour, days: [dayAt(0)] })).toBe(
    "14:00 is the cleanest hour on average, 200\u00a0g/kWh; 00:00 is the dirtiest, 340\u00a0g/kWh.",
  );
  expect(heatSentence({ byHour: [], days: [] })).toBe("Nothing was read yet.");
});

test.each<[string, number, number, number, string]>([
  ["no gap", 56, 0, 56, "56\u00a0days, 1,000\u00a0hours read, no gap."],
  ["a gap", 56, 1, 56, "56\u00a0days, 1,000\u00a0hours read; 1\u00a0hour without a reading is left blank."],
  [
    "little history",
    2,
    0,
    56,
    "2\u00a0days, 1,000\u00a0hours read, no gap. There are no readings before 1 Jan.",
  ],
])("how much was read is said: %s", (_, days, hoursMissing, asked, words) => {
  const all = Array.from({ length: days }, (_day, index) => dayAt(index));
  expect(heatWords({ days: all, hoursRead: 1_000, hoursMissing }, asked)).toBe(words);
});

test("a day is named", () => {
  expect(shortDay("2026-08-05")).toBe("5 Aug");
});
