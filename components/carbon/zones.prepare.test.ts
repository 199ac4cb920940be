import { expect, test } from "vitest";
import { NOW, zoneFixture } from "#components/eye/fixture.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import {
  ageText,
  nextDayMean,
  partOfDay,
  signalNote,
  sortZones,
  windowText,
  zonesSentence,
} from "./zones.prepare.ts";

const at = (hours: number) => new Date(+NOW + hours * HOUR_MS);
const window = (opens: number, closes: number) => [
  { opensAt: at(opens), closesAt: at(closes), lowestGramsPerKwh: 90 },
];
const zone = (name: string, grams: number, more: Partial<ZoneView> = {}) =>
  zoneFixture(
    [grams],
    Array.from({ length: 48 }, () => grams),
    { zone: name, name, ...more },
  );

const A = zone("A", 300, { windows: window(2, 5) });
const B = zone("B", 100, { windows: window(6, 9) });
const OPEN = zone("OPEN", 400, { windows: window(-3, 1) });
const STALE = zone("STALE", 10, { stale: true, windows: window(1, 2) });
const SILENT = zoneFixture([], [], { zone: "SILENT", name: "SILENT" });
const MARGINAL = zone("M", 5, { signalKind: "marginal", windows: window(1, 2) });
const ALL = [SILENT, STALE, A, MARGINAL, OPEN, B];

test.each([
  ["now", "cleanest first, what is too old or unknown last, marginal apart", "B A OPEN SILENT STALE M"],
  ["window", "soonest first, an open one before all", "OPEN A B SILENT STALE M"],
] as const)("sorted by %s: %s", (sort, _, expected) => {
  expect(
    sortZones(ALL, sort, NOW)
      .map(({ zone: name }) => name)
      .join(" "),
  ).toBe(expected);
});

test.each<[string, ZoneView[], string]>([
  [
    "the cleanest and the next to open",
    [A, B],
    "B is cleanest, at 100\u00a0g/kWh; the window of A opens at 07:12.",
  ],
  ["its own window", [B], "B is at 100\u00a0g/kWh; its window opens at 11:12."],
  ["an open one", [OPEN, B], "B is cleanest, at 100\u00a0g/kWh; the window of OPEN is open until 06:12."],
  ["nothing known", [SILENT, STALE], "No grid has a reading that can be decided by."],
])("the page says %s", (_, zones, sentence) => {
  expect(zonesSentence(zones, NOW, "UTC")).toBe(sentence);
});

test.each<[ZoneView, string, string]>([
  [A, "07:12 to 10:12", "just read"],
  [OPEN, "open to 06:12", "just read"],
  [STALE, "too old to tell", "at 05:00, too old"],
  [SILENT, "no reading yet", "not read yet"],
  [zone("X", 1, { forecast: null, windows: [] }), "no forecast", "just read"],
  [zone("Y", 1, { windows: [] }), "none in the next 24\u00a0h", "just read"],
])("a row tells its window and its age, %#", (view, words, age) => {
  expect([windowText(view, NOW, "UTC"), ageText(view, NOW, "UTC")]).toEqual([words, age]);
});

test("a forecast of less than a day says how much of it there is", () => {
  const short = zoneFixture([100], [100, 200, 300]);
  const mean = nextDayMean(short, NOW);
  expect(mean && partOfDay(mean)).toBe("of 3\u00a0h");
  const whole = nextDayMean(B, NOW);
  expect(whole && [whole.gramsPerKwh, partOfDay(whole)]).toEqual([100, null]);
  expect(nextDayMean(SILENT, NOW)).toBeUndefined();
});

test("that two signals are in one list is said, and only then", () => {
  expect([signalNote([A, MARGINAL]), signalNote([A, B]), signalNote([MARGINAL])]).toEqual([
    "Marginal zones stand after average ones: the two are not one measure.",
    null,
    null,
  ]);
});
