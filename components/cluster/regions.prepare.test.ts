import { expect, test } from "vitest";
import type { RegionCarbon } from "#server/domain/carbon/region-view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import {
  firstRegions,
  matchOf,
  nextCell,
  nowCell,
  placeOfRegion,
  sortedBy,
  sortOfBasis,
  sortRegions,
  yearCell,
} from "./regions.prepare.ts";

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
const published = { gramsPerKwh: 338, source: "EEA", area: "Germany" };

test("the greenest first, and what is missing last whichever way it is turned", () => {
  const rows = [region("a"), region("b", now(300)), region("c", now(20))];
  const names = (down: boolean) => sortRegions(rows, { by: "now", down }).map((row) => row.region);
  expect(names(false)).toEqual(["c", "b", "a"]);
  expect(names(true)).toEqual(["b", "c", "a"]);
  expect(sortOfBasis("published")).toEqual({ by: "year", down: false });
  expect(sortedBy({ by: "now", down: false }, "now")).toEqual({ by: "now", down: true });
  expect(sortedBy({ by: "now", down: true }, "region")).toEqual({ by: "region", down: false });
});

test("a name with a number is in the order of its number", () => {
  const rows = [region("europe-west10"), region("europe-west2")];
  expect(sortRegions(rows, { by: "region", down: false })[0]?.region).toBe("europe-west2");
});

const next = (hours: number) => ({
  next24h: { gramsPerKwh: 200.4, knownMs: hours * HOUR_MS, generatedAt: AT },
});
test.each([
  ["now", nowCell(region("a", now(0.3)), AT), "0\u00a0g/kWh", undefined],
  [
    "an old reading",
    nowCell(region("a", { staleSince: new Date(+AT - 5 * HOUR_MS) }), AT),
    undefined,
    "no reading for 5\u00a0h",
  ],
  ["no reading", nowCell(region("a"), AT), undefined, "no reading yet"],
  ["nobody watches", nowCell(region("a", { watched: false }), AT), undefined, "not watched"],
  ["nobody knows", nextCell(region("a", { watched: false, gridZone: null })), undefined, "not known"],
  ["a whole day", nextCell(region("a", next(24))), "200\u00a0g/kWh", undefined],
  ["a part of a day", nextCell(region("a", next(7.5))), "200\u00a0g/kWh", "7 of 24\u00a0h foreseen"],
  ["no forecast", nextCell(region("a")), undefined, "no forecast"],
  ["a year", yearCell(region("a", { year: { gramsPerKwh: 300, days: 366 } })), "300\u00a0g/kWh", undefined],
  [
    "some days",
    yearCell(region("a", { year: { gramsPerKwh: 300, days: 12 }, published })),
    "300\u00a0g/kWh",
    "of 12\u00a0days",
  ],
  [
    "others' year",
    yearCell(region("a", { watched: false, published })),
    "338\u00a0g/kWh",
    "published: Germany, EEA",
  ],
  ["no year", yearCell(region("a", { watched: false })), undefined, "not known"],
])("%s is said as what it is, and what is missing is never 0", (_, cell, value, note) => {
  expect(cell).toEqual({ value, note });
});

test.each([
  ["nothing chosen", undefined, "DE", { kind: "none" }],
  ["no grid known", region("a", { gridZone: null }), "DE", { kind: "unknown" }],
  ["its grid is not watched", region("a", { watched: false }), "DE", { kind: "unwatched", gridZone: "DE" }],
  ["zone and region agree", region("a"), "DE", { kind: "same", gridZone: "DE" }],
  ["they do not", region("a"), "FR", { kind: "other", gridZone: "DE" }],
])("region and zone: %s", (_, chosen, zone, match) => expect(matchOf(chosen, zone)).toEqual(match));

test("the chosen one is shown among the first, and a place is kept by its plain name", () => {
  const rows = ["a", "b", "c", "d"].map((name) => region(name));
  const shown = (chosen: string) => firstRegions(rows, 2, chosen).map((row) => row.region);
  expect(shown("d")).toEqual(["a", "b", "d"]);
  expect(shown("a")).toEqual(["a", "b"]);
  expect(placeOfRegion("West Europe")).toBe("westeurope");
  expect(placeOfRegion("!")).toBeUndefined();
});
