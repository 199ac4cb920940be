import { describe, expect, it, test } from "vitest";
import { clock, countdown, counted, grams, nextLocalHour, percent, span, when } from "./format.ts";

const NOW = new Date("2026-11-22T06:12:00Z");
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("grams", () => {
  test.each([
    [412.4, "412 g"],
    [999.6, "1.00 kg"],
    [1_340, "1.34 kg"],
    [12_400, "12.4 kg"],
    [-14.2, "\u221214 g"],
    [0.6, "1 g"],
    [0.024, "24 mg"],
    [-0.2, "\u2212200 mg"],
    [-0.0002, "0 g"],
  ])("%f is %s", (value, text) => expect(plain(grams(value))).toBe(text));
});

describe("span", () => {
  test.each([
    [48 * 60_000, "48 min"],
    [288 * 60_000, "4 h 48"],
    [8 * 3_600_000, "8 h"],
    [51 * 3_600_000, "2 d 3 h"],
    [-5, "0 min"],
  ])("%i ms is %s", (ms, text) => expect(plain(span(ms))).toBe(text));

  it("counts the last minute in seconds", () => expect(plain(countdown(24_000))).toBe("24 s"));
});

describe("times are of a named zone", () => {
  test.each([
    ["the same day", "2026-11-22T12:30:00Z", "Europe/Berlin", "13:30"],
    ["another day is named", "2026-11-23T05:24:00Z", "Europe/Berlin", "Mon 06:24"],
    ["the day is the viewer's, not UTC's", "2026-11-22T23:30:00Z", "Europe/Berlin", "Mon 00:30"],
    ["a far day has its date", "2026-12-24T05:24:00Z", "Europe/Berlin", "24 Dec 06:24"],
  ])("%s", (_, at, timeZone, text) => expect(when(new Date(at), NOW, timeZone)).toBe(text));

  it("goes on over the hour that summer time repeats", () => {
    const twice = [new Date("2026-10-25T00:30:00Z"), new Date("2026-10-25T01:30:00Z")];
    expect(twice.map((at) => clock(at, "Europe/Berlin"))).toEqual(["02:30", "02:30"]);
  });
});

test.each([
  ["Europe/Berlin", "2026-11-22T07:00:00.000Z"],
  ["Asia/Kolkata", "2026-11-22T06:30:00.000Z"],
  ["Asia/Kathmandu", "2026-11-22T06:15:00.000Z"],
])("the next full hour in %s", (timeZone, at) => {
  expect(nextLocalHour(NOW, timeZone).toISOString()).toBe(at);
});

test("a percentage is whole, with a minus that is one", () => expect(plain(percent(-1.6))).toBe("\u22122 %"));
test("one Job, two Jobs", () =>
  expect([counted(1, "Job"), counted(2, "Job")].map(plain)).toEqual(["1 Job", "2 Jobs"]));
