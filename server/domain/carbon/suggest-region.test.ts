import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { publishedMean } from "./grid-means.ts";
import { gridOfRegion, type RegionCarbon } from "./region-view.ts";
import { suggestRegion } from "./suggest-region.ts";

const AT = new Date("2026-11-22T12:00:00Z");
const region = (name: string, more: Partial<RegionCarbon> = {}): RegionCarbon => ({
  region: name,
  provider: "AWS",
  gridZone: "DE",
  gridName: "Germany",
  setByPerson: false,
  watched: true,
  signalKind: "average",
  provenance: "recorded",
  now: null,
  staleSince: null,
  next24h: null,
  year: null,
  published: null,
  ...more,
});
const now = (gramsPerKwh: number) => ({ now: { gramsPerKwh, endedAt: AT } });
const next = (gramsPerKwh: number, hours = 24) => ({
  next24h: { gramsPerKwh, knownMs: hours * HOUR_MS, generatedAt: AT },
});
const year = (gramsPerKwh: number, days = 365) => ({ year: { gramsPerKwh, days } });
const published = (gramsPerKwh: number) => ({ published: { gramsPerKwh, source: "EEA", area: "Germany" } });
const marginal = { signalKind: "marginal" as const };

test.each<[string, RegionCarbon[], string | null, RegExp]>([
  [
    "the mean of the year decides, not a windy hour",
    [region("a", { ...year(300), ...now(10) }), region("b", { ...year(200), ...now(500) })],
    "b",
    /^b is the greenest of 2 by the mean of its grid over the last 365 days: 200.g\/kWh, where a has 300.g\/kWh\.$/,
  ],
  [
    "a year of one summer is no year: the forecast decides",
    [region("a", { ...year(300), ...next(100) }), region("b", { ...year(20, 90), ...next(200) })],
    "a",
    /^a is the greenest of 2 by the forecast of its grid for the next 24.h: 100/,
  ],
  [
    "a forecast of a night is none of a day",
    [region("a", { ...next(10, 6), ...now(300) }), region("b", { ...next(200), ...now(200) })],
    "b",
    /by what its grid emits now/,
  ],
  [
    "what is known of more regions decides",
    [region("a", { ...year(5), ...published(50) }), region("b", published(8)), region("c", published(90))],
    "b",
    /^b is the greenest of 3 by published annual means: 8.g\/kWh, where c has 90.g\/kWh\.$/,
  ],
  [
    "what is missing is told, and is not 0",
    [region("a", year(300)), region("b", year(200)), region("c")],
    "b",
    /1 region cannot be compared by it\.$/,
  ],
  [
    "marginal numbers are not compared with average ones",
    [region("a", { ...marginal, ...now(1) }), region("b", now(300)), region("c", now(200))],
    "c",
    /greenest of 2 .* 1 region cannot be compared/,
  ],
  ["a tie suggests nothing", [region("a", now(200.2)), region("b", now(200))], null, /no region is greener/],
  ["one that is known is not compared with none", [region("a", now(1)), region("b")], null, /^Only of a is/],
  ["nothing known", [region("a"), region("b")], null, /^Of none of these regions/],
  ["one region is no choice", [region("a", year(5))], null, /nothing to choose/],
])("%s", (_, regions, suggested, sentence) => {
  const suggestion = suggestRegion(regions);
  expect(suggestion.region).toBe(suggested);
  expect(suggestion.sentence).toMatch(sentence);
});

test.each([
  ["eu-central-1", "DE"],
  ["West Europe", "NL"],
  ["europe-west3-a", "DE"],
  ["fsn1", "DE"],
  ["ca-central-1", "CA-QC"],
  ["atlantis", undefined],
])("the region %s stands in %s", (name, zone) => expect(gridOfRegion(name, {})?.gridZone).toBe(zone));

test("what others published is by the region where its area is no grid, else by the grid", () => {
  expect(publishedMean("us-east-1", "US-MIDA-PJM")).toEqual({
    gramsPerKwh: 415.8,
    source: "EPA",
    area: "the SERC region of United States",
  });
  expect(publishedMean("europe-west3", "DE")).toEqual({ gramsPerKwh: 338, source: "EEA", area: "Germany" });
  expect(publishedMean(undefined, "US-MIDA-PJM")).toBeUndefined();
  expect(publishedMean("atlantis", null)).toBeUndefined();
});
