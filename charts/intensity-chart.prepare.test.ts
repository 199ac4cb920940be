import { describe, expect, it, test } from "vitest";
import type { ZoneDetail } from "#server/domain/carbon/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { intensityRows, intensitySentence, prepareIntensity } from "./intensity-chart.prepare.ts";
import { labelBoxes, layoutIntensity } from "./intensity-layout.prepare.ts";
import { overlaps } from "./place.ts";

const NOW = new Date("2026-08-25T05:12:00Z");
const base = +new Date("2026-08-25T05:00:00Z");
const hour = (hours: number) => new Date(base + hours * HOUR_MS);
const wave = (hours: number) => 260 + 90 * Math.sin(hours / 4);
const reading = (hours: number) => ({
  startsAt: hour(hours),
  stepMs: HOUR_MS,
  gramsPerKwh: wave(hours),
  quality: "measured" as const,
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const recent = range(-48, 0).map(reading);

function detail(more: Partial<ZoneDetail> = {}): ZoneDetail {
  const readings = more.recent ?? recent;
  const ahead = range(0, 48).map(wave);
  return {
    zone: "DE",
    name: "Germany",
    source: "recorded",
    provenance: "recorded 2022, replayed",
    signalKind: "average",
    latest: readings.at(-1) ?? null,
    stale: false,
    recent: readings,
    forecast: {
      generatedAt: hour(0),
      startsAt: hour(0),
      stepMs: HOUR_MS,
      gramsPerKwh: ahead,
      low: ahead.map((grams) => grams * 0.8),
      high: ahead.map((grams) => grams * 1.2),
      method: "seasonal-ridge",
    },
    windows: [
      { opensAt: hour(14), closesAt: hour(21), lowestGramsPerKwh: 171 },
      { opensAt: hour(30), closesAt: hour(40), lowestGramsPerKwh: 171 },
    ],
    limit: { gramsPerKwh: 220, policy: "overnight-batch" },
    errorPercent: 8,
    failure: null,
    pastForecast: range(-48, 0).map((hours) => ({ startsAt: hour(hours), gramsPerKwh: wave(hours) - 20 })),
    releases: [
      { at: hour(-10), count: 2, planned: false },
      { at: hour(-9.9), count: 1, planned: false },
      { at: hour(15), count: 4, planned: true },
    ],
    ...more,
  };
}

describe("what is drawn", () => {
  it("measured ends where its last slot ends, and the forecast goes on from there", () => {
    const { measured, forecast } = prepareIntensity(detail(), NOW);
    expect(measured.at(-1)?.to).toBe(+hour(0));
    expect(forecast[0]).toMatchObject({ from: +hour(0), to: +hour(1) });
    expect(forecast.at(-1)?.to).toBe(+NOW + 24 * HOUR_MS);
  });

  it("a reading of the hour under way is measured to now, expected after", () => {
    const { measured, forecast } = prepareIntensity(detail({ recent: [...recent, reading(0)] }), NOW);
    expect(measured.at(-1)).toMatchObject({ from: +hour(0), to: +NOW });
    expect(forecast[0]).toMatchObject({ from: +NOW, to: +hour(1), value: wave(0) });
  });

  it("silence is a gap up to now, and the forecast does not fill it", () => {
    const { gaps, forecast } = prepareIntensity(
      detail({ recent: range(-48, -5).map(reading), stale: true }),
      NOW,
    );
    expect(gaps).toEqual([{ from: +hour(-5), to: +NOW }]);
    expect(forecast[0]?.from).toBe(+NOW);
  });

  it("a hole between readings stays a hole", () => {
    const holed = recent.filter(({ startsAt }) => +startsAt !== +hour(-20));
    expect(prepareIntensity(detail({ recent: holed }), NOW).gaps).toEqual([
      { from: +hour(-20), to: +hour(-19) },
    ]);
  });

  it("only windows and releases of the three days are drawn", () => {
    const releases = [{ at: hour(-60), count: 1, planned: false }];
    const series = prepareIntensity(detail({ releases }), NOW);
    expect(series.windows).toHaveLength(1);
    expect(series.releases).toEqual([]);
  });

  it("without forecast, limit or reading nothing is made up", () => {
    const nothing = { recent: [], latest: null, forecast: null, windows: [], limit: null, pastForecast: [] };
    expect(prepareIntensity(detail({ ...nothing, releases: [] }), NOW)).toMatchObject({
      measured: [],
      forecast: [],
      band: [],
      gaps: [{ from: +NOW - 48 * HOUR_MS, to: +NOW }],
      largest: 400,
    });
  });
});

test.each([
  [
    "a usual day",
    {},
    "Carbon intensity of Germany: measured between 170 and 350 g/kWh in the last 48 hours, " +
      "forecast lowest 170 g/kWh at Wed 02:00. Green windows: 21:00 to 04:00.",
  ],
  [
    "nothing known",
    { recent: [], latest: null, forecast: null, windows: [] },
    "Carbon intensity of Germany: no reading in the last 48 hours, no forecast.",
  ],
])("says in a sentence what it shows: %s", (_, more, sentence) => {
  const said = intensitySentence("Germany", prepareIntensity(detail(more), NOW), NOW, "Europe/Berlin");
  expect(said.replaceAll("\u00a0", " ")).toBe(sentence);
});

it("has a row for each slot and each gap behind it", () => {
  const holed = recent.filter(({ startsAt }) => +startsAt !== +hour(-20));
  const rows = intensityRows(prepareIntensity(detail({ recent: holed }), NOW));
  expect(rows.find(({ at }) => +at === +hour(-20))).toMatchObject({
    measured: null,
    forecast: wave(-20) - 20,
  });
  expect(rows.find(({ at }) => +at === +hour(3))).toMatchObject({ measured: null, low: wave(3) * 0.8 });
});

describe("words on the chart", () => {
  test.each([
    ["a usual day", {}, 1_160],
    ["at its least width", {}, 860],
    ["very wide", {}, 1_500],
    ["no limit", { limit: null }, 1_160],
    [
      "a limit at the very line",
      { limit: { gramsPerKwh: 260, policy: "a-policy-with-quite-a-long-name" } },
      860,
    ],
    ["silent for hours", { recent: range(-48, -5).map(reading), stale: true }, 1_160],
    ["a flat grid", { recent: recent.map((slot) => ({ ...slot, gramsPerKwh: 360 })) }, 860],
    [
      "windows one after another",
      {
        windows: [0.2, 3, 6, 9].map((from) => ({
          opensAt: hour(from),
          closesAt: hour(from + 2),
          lowestGramsPerKwh: 1,
        })),
      },
      860,
    ],
  ])("%s: none lies on another, on now, or over the edge", (_, more, width) => {
    const layout = layoutIntensity(prepareIntensity(detail(more), NOW), NOW, "Europe/Berlin", width);
    const boxes = labelBoxes(layout.labels);
    const x = layout.time.x(NOW);
    for (const [index, box] of boxes.entries()) {
      const text = layout.labels[index]?.text;
      expect(box.left >= 0 && box.right <= width, `${text} over the edge`).toBe(true);
      expect(box.left < x && box.right > x, `${text} on now`).toBe(false);
      for (const other of boxes.slice(index + 1))
        expect(overlaps(box, other), `${text} on another`).toBe(false);
    }
    expect(layout.labels.map(({ text }) => text)).toEqual(expect.arrayContaining(["now, 07:12", "measured"]));
  });

  it("releases that would touch are one triangle with their number", () => {
    const { releases } = layoutIntensity(prepareIntensity(detail(), NOW), NOW, "Europe/Berlin", 860);
    expect(releases.map(({ count, planned }) => [count, planned])).toEqual([
      [3, false],
      [4, true],
    ]);
  });
});
