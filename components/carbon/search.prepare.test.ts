import { expect, test } from "vitest";
import {
  comparePath,
  parseCompareSearch,
  parseListSearch,
  parseZoneSearch,
  withQuery,
  zoneQuery,
} from "./search.prepare.ts";

const params = (query: string) => new URLSearchParams(query);

test.each<[string, string, object]>([
  ["nothing asked: three days, with what had been forecast", "", { range: "3d", overlay: true, note: null }],
  ["a week, without it", "range=week", { range: "week", overlay: false, note: null }],
  ["a year with it", "range=year&overlay=forecast", { range: "year", overlay: true, note: null }],
  ["three days without it", "overlay=none", { range: "3d", overlay: false, note: null }],
  [
    "a range that is none is named",
    "range=decade",
    { range: "3d", note: "There is no range decade: there are 3d, week, month and year." },
  ],
  [
    "an overlay that is none is named",
    "overlay=clouds",
    { overlay: true, note: "There is no overlay clouds: there are forecast and none." },
  ],
])("a zone's page: %s", (_, query, expected) => {
  expect(parseZoneSearch(params(query))).toMatchObject(expected);
});

test.each(["", "range=week", "range=year&overlay=forecast", "overlay=none"])(
  "the address of a choice leads back to it: %s",
  (query) => {
    expect(withQuery("/carbon/DE", "", zoneQuery(parseZoneSearch(params(query))))).toBe(
      query ? `/carbon/DE?${query}` : "/carbon/DE",
    );
  },
);

test.each<[string, string, object]>([
  ["sorted by now", "", { sort: "now", chosen: [], note: null }],
  ["sorted by window, two chosen", "sort=window&zones=DE,FR", { sort: "window", chosen: ["DE", "FR"] }],
  ["a zone twice is one", "zones=DE,DE,", { chosen: ["DE"] }],
  [
    "a sort that is none is named",
    "sort=price",
    { sort: "now", note: "Zones are not sorted by price: there are now and window." },
  ],
])("the list: %s", (_, query, expected) => {
  expect(parseListSearch(params(query))).toMatchObject(expected);
});

test.each<[string, string, object]>([
  ["two zones over a week", "zones=A,B", { zones: ["A", "B"], range: "week", note: null }],
  ["an unknown zone is named and left out", "zones=A,XX", { zones: ["A"], note: "No zone is called XX." }],
  [
    "of seven the first six",
    "zones=A,B,C,D,E,F,G&range=year",
    {
      zones: ["A", "B", "C", "D", "E", "F"],
      range: "year",
      note: "Six zones at most fit one axis: G left out.",
    },
  ],
  ["none", "", { zones: [], note: null }],
])("comparing: %s", (_, query, expected) => {
  expect(parseCompareSearch(params(query), "A,B,C,D,E,F,G".split(","))).toMatchObject(expected);
});

test("an address keeps its commas", () => {
  expect(comparePath(["US-CAL-CISO", "DE"])).toBe("/carbon/compare?zones=US-CAL-CISO,DE");
});
