import { describe, expect, it, test } from "vitest";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { drawnWords, foreseenWords, historySentence, prepareHistory } from "./history-chart.prepare.ts";
import { layoutHistory } from "./history-layout.prepare.ts";
import { boxOf, overlaps } from "./place.ts";
import { hour, NOW, seriesFixture } from "./series-fixture.ts";

const wave = (length: number) => Array.from({ length }, (_, index) => 260 + 90 * Math.sin(index / 4));
const zone: Pick<ZoneView, "latest" | "forecast" | "windows" | "limit"> = {
  latest: { startsAt: hour(-1), stepMs: HOUR_MS, gramsPerKwh: 250, quality: "measured" },
  forecast: {
    generatedAt: hour(0),
    startsAt: hour(0),
    stepMs: HOUR_MS,
    gramsPerKwh: wave(48),
    low: wave(48).map((grams) => grams * 0.8),
    high: wave(48).map((grams) => grams * 1.2),
    method: "seasonal-blend",
  },
  windows: [{ opensAt: hour(6), closesAt: hour(14), lowestGramsPerKwh: 171 }],
  limit: { gramsPerKwh: 220, policy: "overnight-batch" },
};
const week = (values: (number | null)[]) =>
  prepareHistory({ series: seriesFixture(values), from: hour(-168), range: "week", zone }, NOW);

describe("a long look back", () => {
  it("ends two days ahead in a week, and now in a year", () => {
    expect(+week(wave(168)).to - +NOW).toBe(2 * DAY_MS);
    const year = prepareHistory(
      { series: seriesFixture(wave(8_760)), from: hour(-8_760), range: "year", zone },
      NOW,
    );
    expect([+year.to, year.forecast, year.whole]).toEqual([+NOW, [], false]);
  });

  it("begins with the first reading where there are fewer than asked for", () => {
    expect(week(wave(48)).from).toEqual(hour(-48));
  });

  it("marks a gap, and joins nothing over it", () => {
    const values = wave(168).map((grams, index) => (index >= 100 && index < 104 ? null : grams));
    const { gaps, measured } = week(values);
    expect(gaps).toEqual([{ from: +hour(-68), to: +hour(-64) }]);
    expect(measured).toHaveLength(2);
  });

  it("without readings is as high as if there were some", () => {
    expect(
      prepareHistory(
        {
          series: seriesFixture([]),
          from: hour(-168),
          range: "week",
          zone: { ...zone, forecast: null, limit: null },
        },
        NOW,
      ).largest,
    ).toBe(400);
  });

  it("writes no text over another", () => {
    for (const width of [860, 1_100]) {
      const boxes = layoutHistory(week(wave(168)), NOW, "UTC", width).labels.map((label) => boxOf(label, 12));
      boxes.forEach((box, index) =>
        boxes.slice(index + 1).forEach((other) => expect(overlaps(box, other)).toBe(false)),
      );
      expect(boxes.length).toBeGreaterThan(2);
    }
  });
});

test("its name is a sentence", () => {
  expect(historySentence("Germany", seriesFixture([100, 300]), "month", NOW, "UTC")).toBe(
    "Carbon intensity of Germany over the last month: 200\u00a0g/kWh on average, lowest 100\u00a0g/kWh at 03:00, highest 300\u00a0g/kWh at 04:00.",
  );
  expect(historySentence("Germany", seriesFixture([]), "year", NOW, "UTC")).toBe(
    "Carbon intensity of Germany: no reading in the last year.",
  );
});

test.each<[string, Parameters<typeof seriesFixture>, number, string]>([
  ["all of them", [wave(168)], 168, "All 168 readings are drawn."],
  [
    "by LTTB, out of how many",
    [wave(8_760)],
    8_760,
    "Drawn by LTTB: 1,200 of 8,760 readings; the table and the CSV have all.",
  ],
  ["none", [[]], 168, "No reading is kept for this range."],
  [
    "that they do not go back as far as was asked",
    [wave(48)],
    8_760,
    "All 48 readings are drawn. Readings go back 2\u00a0d, to Sun 05:00: the rest of the range is not known.",
  ],
])("it says how it was drawn: %s", (_, series, hours, words) => {
  expect(drawnWords(seriesFixture(...series), hour(-hours), NOW, "UTC")).toBe(words);
});

test("that nothing had been forecast is said where it was asked for, and only there", () => {
  const series = seriesFixture(wave(10));
  expect(foreseenWords(series, false)).toBe("");
  expect(foreseenWords(series, true)).toContain("No forecast is kept of this range");
  expect(foreseenWords({ ...series, foreseen: series.runs }, true)).toContain("Dotted");
});
