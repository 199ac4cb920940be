import { describe, expect, it, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../clock.ts";
import { durationCurve, shareUnder } from "./duration-curve.ts";
import { hoursOf, profileOf } from "./profile.ts";

const readingsFrom = (start: string, values: readonly (number | null)[], stepMs = HOUR_MS) =>
  values.flatMap((gramsPerKwh, index) =>
    gramsPerKwh === null
      ? []
      : [{ startsAt: new Date(Date.parse(start) + index * stepMs), stepMs, gramsPerKwh }],
  );
const count = (length: number) => Array.from({ length }, (_, index) => index);

describe("hour of day by day", () => {
  it("begins with the first day that has a reading, and ends with the newest one", () => {
    const { days } = profileOf(readingsFrom("2026-06-01T22:00:00Z", count(4)), 10, "UTC");
    expect(days.map(({ date }) => date)).toEqual(["2026-06-01", "2026-06-02"]);
    expect(days[0]?.hours.slice(20)).toEqual(["outside", "outside", 0, 1]);
    expect(days[1]?.hours.slice(0, 4)).toEqual([2, 3, "outside", "outside"]);
  });

  it("leaves a gap a gap, never 0, and counts it", () => {
    const { days, hoursMissing, hoursRead, byHour } = profileOf(
      readingsFrom("2026-06-01T00:00:00Z", [5, null, 7]),
      2,
      "UTC",
    );
    expect(days[0]?.hours.slice(0, 3)).toEqual([5, null, 7]);
    expect([hoursRead, hoursMissing, byHour[1], byHour[2]]).toEqual([2, 1, null, 7]);
  });

  test.each<[string, string, number, number]>([
    ["in Berlin in June midnight UTC is two o'clock", "Europe/Berlin", 2, 26],
    ["in Kolkata it is half past five: the slot counts for the hour it begins in", "Asia/Kolkata", 5, 24],
    ["in Los Angeles it is the evening before", "America/Los_Angeles", 17, 24],
  ])("%s", (_, timeZone, hour) => {
    const { days } = profileOf(readingsFrom("2026-06-01T00:00:00Z", [123]), 5, timeZone);
    expect(days[0]?.hours[hour]).toBe(123);
  });

  it("means the slots of an hour, and spreads one of several hours", () => {
    const quarter = profileOf(readingsFrom("2026-06-01T00:00:00Z", [1, 2, 3, 6], 15 * MINUTE_MS), 1, "UTC");
    expect(quarter.days[0]?.hours[0]).toBe(3);
    const long = profileOf(readingsFrom("2026-06-01T00:00:00Z", [9], 3 * HOUR_MS), 1, "UTC");
    expect(long.days[0]?.hours.slice(0, 4)).toEqual([9, 9, 9, "outside"]);
  });

  it("keeps the newest days only", () => {
    const { days } = profileOf(readingsFrom("2026-06-01T00:00:00Z", count(24 * 5)), 2, "UTC");
    expect(days.map(({ date }) => date)).toEqual(["2026-06-04", "2026-06-05"]);
  });

  test.each<[string, string, number, number]>([
    ["the hour that summer time skips is no gap", "2026-03-29", 23, 0],
    ["the hour that winter time repeats is one cell", "2026-10-25", 24, 0],
  ])("%s", (_, date, hours, missing) => {
    const start = new Date(Date.parse(`${date}T00:00:00Z`) - (date.includes("-03-") ? 1 : 2) * HOUR_MS);
    const length = date.includes("-03-") ? 23 : 25;
    const profile = profileOf(readingsFrom(start.toISOString(), count(length)), 1, "Europe/Berlin");
    expect(profile.days).toHaveLength(1);
    expect([hoursOf(profile).length, profile.hoursMissing]).toEqual([hours, missing]);
  });

  it("without readings there is nothing", () => {
    expect(profileOf([], 7, "UTC")).toMatchObject({ days: [], hoursRead: 0, hoursMissing: 0 });
  });
});

describe("hours sorted", () => {
  it("go from the cleanest to the dirtiest", () => {
    expect(durationCurve([3, 1, 2], 10)).toEqual({ gramsPerKwh: [1, 2, 3], hours: 3 });
  });
  it("keep both ends where there are more than can be drawn", () => {
    const { gramsPerKwh, hours } = durationCurve(count(1_000), 50);
    expect([gramsPerKwh.length, gramsPerKwh[0], gramsPerKwh.at(-1), gramsPerKwh[25], hours]).toEqual([
      50, 0, 999, 510, 1_000,
    ]);
  });
  test.each<[string, number[], number, number | null]>([
    ["those at the limit are under it", [1, 2, 3, 4], 2, 0.5],
    ["of no hours there is no share", [], 2, null],
  ])("%s", (_, hours, limit, share) => {
    expect(shareUnder(hours, limit)).toBe(share);
  });
});
