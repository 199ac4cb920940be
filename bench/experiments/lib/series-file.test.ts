import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { readHalfHours, readSeries } from "./series-file.ts";

const folder = mkdtempSync(path.join(tmpdir(), "karbonetes-series-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const START = Date.UTC(2020, 0, 1);

function file(...rows: string[]): string {
  const name = path.join(folder, "ci.csv");
  writeFileSync(name, ["Time,Carbon Intensity", ...rows].join("\n"));
  return name;
}

test("the full and half hours in file order; a step that is odd is said, not mended", () => {
  const series = readHalfHours(
    file(
      "2019-12-31 23:30:00,1",
      "2020-01-01 00:00:00,100",
      "2020-01-01 00:15:00,2",
      "2020-01-01 00:30:00,",
      "2020-01-01 01:30:00,300",
      "2020-01-01 01:00:00,250",
    ),
    START,
  );
  expect([...series.gramsPerKwh]).toEqual([100, Number.NaN, 300, 250]);
  expect(series.notes).toEqual([
    "ci.csv: 4 half hours, Carbon Intensity in gCO2e/kWh; times without a zone are UTC.",
    "ci.csv: 2 rows do not follow the one before by 30 min; they are taken in file order.",
    "ci.csv: 1 half hours have no value. No Job is counted that runs over one.",
  ]);
});

test.each<[string, string[], string]>([
  [
    "another unit",
    ["2020-01-01 00:00:00,9999"],
    'ci.csv: Line 2: "9999" is above 3000 g/kWh. Is the unit gCO2e/kWh?',
  ],
  [
    "a later beginning",
    ["2020-02-01 00:00:00,300"],
    "ci.csv: It has no row at 2020-01-01T00:00:00.000Z, where the experiment begins.",
  ],
  ["no time", ["noon,300"], "ci.csv: Line 2 has no cell that reads as a time"],
])("%s is refused in a sentence", (_, rows, message) => {
  expect(() => readHalfHours(file(...rows), START)).toThrow(message);
});

test("a series of one's own is checked: rows that go back are refused, gaps are kept and said", () => {
  expect(() => readSeries(file("2020-01-01 01:00,1", "2020-01-01 00:00,2"))).toThrow(
    "Line 3 goes back in time.",
  );
  const series = readSeries(file("2020-01-01 00:00,100", "2020-01-01 01:00,90", "2020-01-01 03:00,80"));
  expect([...series.gramsPerKwh]).toEqual([100, 90, Number.NaN, 80]);
  expect(series.notes[1]).toBe("ci.csv: 1 slots have no value. No Job is counted that runs over one.");
});
