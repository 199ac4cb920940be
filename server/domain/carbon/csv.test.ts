import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../clock.ts";
import { MOST_CSV_CHARACTERS, parseIntensityCsv } from "./csv.ts";

const utc = (text: string) => new Date(`${text}Z`);

test.each([
  ["comma and ISO with Z", "utc,ci\n2026-01-05T00:00Z,300\n2026-01-05T01:00Z,210.5", [300, 210.5]],
  ["a header is not needed", "2026-01-05T00:00Z,300\n2026-01-05T01:00Z,210.5", [300, 210.5]],
  ["semicolon and decimal comma", "Zeit;CO2\n05.01.2026 00:00;300\n05.01.2026 01:00;210,5", [300, 210.5]],
  ["tab", "time\tg\n2026-01-05 00:00\t300\n2026-01-05 01:00\t210.5", [300, 210.5]],
  ["quotes", 'time,"intensity, mean"\n"2026-01-05 00:00","300"\n"2026-01-05 01:00","210,5"', [300, 210.5]],
  ["an offset", "time,ci\n2026-01-05T01:00+01:00,300\n2026-01-05T02:00+01:00,210.5", [300, 210.5]],
  ["Unix seconds", "unix,ci\n1767571200,300\n1767574800.0,210.5", [300, 210.5]],
  [
    "CRLF, a byte order mark, a last empty line",
    "\uFEFFtime,ci\r\n2026-01-05 00:00,300\r\n2026-01-05 01:00,210.5\r\n\r\n",
    [300, 210.5],
  ],
  [
    "an empty cell is a gap",
    "t,ci\n2026-01-05 00:00,300\n2026-01-05 01:00,\n2026-01-05 02:00,n/a",
    [300, null, null],
  ],
  [
    "a missing row is a gap",
    "t,ci\n2026-01-05 00:00,1\n2026-01-05 01:00,0\n2026-01-05 02:00,3\n2026-01-05 04:00,5",
    [1, 0, 3, null, 5],
  ],
])("reads %s", (_, text, expected) => {
  const series = parseIntensityCsv(text);
  expect(series.startsAt).toEqual(utc("2026-01-05T00:00"));
  expect(series.stepMs).toBe(HOUR_MS);
  expect(series.gramsPerKwh).toEqual(expected);
});

test("a forecast column is told from the measured one by its name", () => {
  const series = parseIntensityCsv("utc,forecast,actual_ci\n2026-01-05 00:00,290,300\n2026-01-05 00:30,280,");
  expect(series).toMatchObject({
    stepMs: 30 * MINUTE_MS,
    gramsPerKwh: [300, null],
    forecast: [290, 280],
    columns: { time: "utc", intensity: "actual_ci", forecast: "forecast" },
  });
});

test.each([
  ["nothing", "", "The file is empty."],
  ["only blanks", " \n\n", "The file is empty."],
  ["too much", "x".repeat(MOST_CSV_CHARACTERS + 1), "The file has more than 5 MB."],
  ["one row", "t,ci\n2026-01-05 00:00,300", "The file has fewer than 2 rows"],
  ["no time", "a,b\nred,3\nblue,4", "Line 2 has no cell that reads as a time"],
  ["only times", "t\n2026-01-05 00:00\n2026-01-05 01:00", "No column holds numbers"],
  [
    "a broken time",
    "t,ci\n2026-01-05 00:00,3\n2026-01-99 01:00,3",
    'Line 3: "2026-01-99 01:00": it is not a time.',
  ],
  [
    "a broken time in a first row without a header",
    "2026-99-05 00:00,3\n2026-01-05 01:00,3",
    "Line 1 has no cell that reads as a time",
  ],
  ["an American date", "t,ci\n2026-01-05 00:00,3\n03/04/2026 01:00,3", "its day and month can be mixed up"],
  [
    "a word for a number",
    "t,ci\n2026-01-05 00:00,3\n2026-01-05 01:00,high",
    'Line 3: "high" is not a number of g/kWh.',
  ],
  ["a negative", "t,ci\n2026-01-05 00:00,3\n2026-01-05 01:00,-4", 'Line 3: "-4" is negative'],
  ["a number of another unit", "t,ci\n2026-01-05 00:00,3\n2026-01-05 01:00,420000", "Is the unit gCO2e/kWh?"],
  ["lbs by name", "t,moer lbs/MWh\n2026-01-05 00:00,3\n2026-01-05 01:00,4", "is not in gCO2e/kWh"],
  ["a double time", "t,ci\n2026-01-05 00:00,3\n2026-01-05 00:00,4", "Line 3 has the same time as line 2."],
  ["a step back", "t,ci\n2026-01-05 02:00,3\n2026-01-05 01:00,4", "Line 3 goes back in time."],
  ["an odd step", "t,ci\n2026-01-05 00:00,3\n2026-01-05 00:07,4", "The rows are 7 min apart"],
  [
    "a row off the grid",
    "t,ci\n2026-01-05 00:00,3\n2026-01-05 01:00,4\n2026-01-05 02:00,4\n2026-01-05 02:10,4",
    "Line 5 is off the grid of 1 h",
  ],
  [
    "two rows a century apart",
    "t,ci\n1926-01-05 00:00,1\n1926-01-05 00:01,1\n1926-01-05 00:02,1\n2026-01-05 00:00,1",
    "The file spans years",
  ],
])("refuses %s with a sentence", (_, text, sentence) => {
  expect(() => parseIntensityCsv(text)).toThrow(sentence);
});

test("a file shown in a refusal is cut short", () => {
  const text = `t,ci\n2026-01-05 00:00,3\n2026-01-05 01:00,${"y".repeat(5_000)}`;
  expect(() => parseIntensityCsv(text)).toThrow(/^.{20,120}$/);
});

const SHARED = new URL("../../../../shared/data/", import.meta.url);
const absent = !existsSync(SHARED);
test.skipIf(absent).each([
  ["lets-wait-awhile/ger_ci.csv", { stepMs: 15 * MINUTE_MS, rows: 37_147, gaps: 2, forecast: undefined }],
  ["wire-fixtures/cats/carbon_intensity_24h.csv", { stepMs: 30 * MINUTE_MS, rows: 96, gaps: 0 }],
  [
    "dacf/DE_2021H2_actual_vs_forecast.csv",
    { columns: { time: "utc", intensity: "ci_actual", forecast: "ci_day_ahead_forecast" } },
  ],
  [
    "eia-2022/CISO_2022_hourly.csv",
    { stepMs: HOUR_MS, rows: 8_760, gaps: 3, columns: { intensity: "avg_CI" } },
  ],
])("reads %s (skipped without ../shared/data)", (file, expected) => {
  expect(parseIntensityCsv(readFileSync(new URL(file, SHARED), "utf8"))).toMatchObject(expected);
});
