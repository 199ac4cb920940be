import { expect, test } from "vitest";
import { z } from "zod";
import { HOUR_MS } from "../clock.ts";
import type { Intensity } from "./intensity.ts";
import { CarbonScoreSpec, fromScore, scoreNameOf, toScore } from "./score.ts";
import type { CarbonSignal } from "./signal.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 5, hour));
const reading = (
  hour: number,
  gramsPerKwh: number,
  quality: Intensity["quality"] = "measured",
): Intensity => ({
  startsAt: at(hour),
  stepMs: HOUR_MS,
  gramsPerKwh,
  quality,
});

const full: CarbonSignal = {
  zone: "US-CAL-CISO",
  kind: "average",
  provenance: "recorded 2022, replayed",
  latest: reading(5, 218.290_030_688_294_62),
  recent: [
    reading(0, 300),
    reading(1, 0),
    reading(3, 290.1),
    reading(4, 250, "estimated"),
    reading(5, 218.290_030_688_294_62),
  ],
  forecast: {
    generatedAt: at(6),
    startsAt: at(6),
    stepMs: HOUR_MS,
    gramsPerKwh: [210.5, null, 190],
    low: [200, null, 150],
    high: [220, null, 240],
    method: "seasonal-ridge",
  },
};
const empty: CarbonSignal = {
  zone: "GB",
  kind: "marginal",
  provenance: "x",
  latest: undefined,
  recent: [],
  forecast: undefined,
};
const withoutBand: CarbonSignal = {
  ...full,
  forecast: { generatedAt: at(6), startsAt: at(6), stepMs: HOUR_MS, gramsPerKwh: [1, 2], method: "static" },
};

test.each([
  ["a gap, two qualities, a true 0 and an unforeseen slot survive", full],
  ["nothing known stays nothing known", empty],
  ["a forecast without a band stays without one", withoutBand],
  ["how late its source always is", { ...full, latenessMs: 36 * HOUR_MS }],
])("to a cluster and back, through JSON and the schema: %s", (_, signal) => {
  const wire: unknown = JSON.parse(JSON.stringify({ spec: toScore(signal) }));
  const { spec } = z.object({ spec: CarbonScoreSpec }).parse(wire);
  expect(fromScore(spec)).toEqual(signal);
});

test("readings travel as runs, so that a week of half hours is a few kB", () => {
  const recent = Array.from({ length: 336 }, (_, slot) => reading(slot, 300 + slot / 7));
  expect(toScore({ ...full, recent }).recent).toHaveLength(1);
});

test("negative grams are refused at the cluster's edge", () => {
  const spec = toScore({ ...full, latest: reading(5, -1) });
  expect(CarbonScoreSpec.safeParse(spec).success).toBe(false);
});

test("the CRD's schema is written from the same object, with null allowed in a slot", () => {
  const schema = z.toJSONSchema(CarbonScoreSpec, { target: "openapi-3.0", io: "input" });
  expect(JSON.stringify(schema)).toContain('"nullable":true');
});

test.each([
  ["US-CAL-CISO", "us-cal-ciso"],
  ["DE", "de"],
  ["DK_1", "dk-1"],
  ["-odd zone-", "odd-zone"],
])("the object of zone %s is named %s", (zone, name) => {
  expect(scoreNameOf(zone)).toBe(name);
});
