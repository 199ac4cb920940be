import { readFileSync } from "node:fs";
import path from "node:path";
import { columnsOf, splitterOf } from "#server/domain/carbon/csv-columns.ts";
import { parseGrams, parseTime } from "#server/domain/carbon/csv-values.ts";
import { parseIntensityCsv, type CsvSeries } from "#server/domain/carbon/csv.ts";
import { MINUTE_MS } from "#server/domain/clock.ts";

const HALF_HOUR_MS = 30 * MINUTE_MS;

/** A checked series with typed values; what was found of unit, time zone, step and gaps is told in `notes`, a sentence each. */
export interface SeriesFile {
  startsAtMs: number;
  stepMs: number;
  gramsPerKwh: Float64Array;
  forecast: Float64Array | undefined;
  notes: string[];
}

const orNaN = (values: readonly (number | null)[]) =>
  Float64Array.from(values, (value) => value ?? Number.NaN);

/** Equal slots; a gap stays a gap. @throws DomainError with a sentence that names the line */
export function readSeries(file: string): SeriesFile {
  const csv = named(file, () => parseIntensityCsv(readFileSync(file, "utf8")));
  return {
    startsAtMs: +csv.startsAt,
    stepMs: csv.stepMs,
    gramsPerKwh: orNaN(csv.gramsPerKwh),
    forecast: csv.forecast && orNaN(csv.forecast),
    notes: notesOf(file, csv),
  };
}

function notesOf(file: string, { columns, rows, stepMs, gaps }: CsvSeries): string[] {
  const zone = "times without a zone are UTC";
  return [
    `${path.basename(file)}: ${rows} rows every ${stepMs / MINUTE_MS} min, ${columns.intensity} in gCO2e/kWh; ${zone}.`,
    ...(gaps > 0
      ? [`${path.basename(file)}: ${gaps} slots have no value. No Job is counted that runs over one.`]
      : []),
  ];
}

/**
 * The rows on the full and half hour from an instant on, in the order of the file, as the published experiment counts its slots:
 * a row that is missing there moves all later ones. What is odd about them is said, not mended.
 */
export function readHalfHours(file: string, fromMs: number): SeriesFile {
  return named(file, () => {
    const lines = readFileSync(file, "utf8")
      .replace(/^\uFEFF/, "")
      .split(/\r\n|\n|\r/);
    const split = splitterOf(lines.slice(0, 20));
    const { time, intensity, hasHeader } = columnsOf(lines.slice(0, 50).map(split), 1);
    const at: number[] = [];
    const grams: number[] = [];
    lines.forEach((line, index) => {
      if (line.trim() === "" || (index === 0 && hasHeader)) return;
      const cells = split(line);
      const instant = parseTime(cells[time.index], index + 1);
      if (instant < fromMs || instant % HALF_HOUR_MS !== 0) return;
      at.push(instant);
      grams.push(parseGrams(cells[intensity.index], index + 1) ?? Number.NaN);
    });
    const [startsAtMs] = at;
    if (startsAtMs === undefined || startsAtMs - fromMs >= HALF_HOUR_MS) {
      throw new Error(`It has no row at ${new Date(fromMs).toISOString()}, where the experiment begins.`);
    }
    const breaks = at.filter(
      (instant, slot) => slot > 0 && instant - (at[slot - 1] ?? 0) !== HALF_HOUR_MS,
    ).length;
    const gaps = grams.filter((value) => Number.isNaN(value)).length;
    const name = path.basename(file);
    return {
      startsAtMs,
      stepMs: HALF_HOUR_MS,
      gramsPerKwh: Float64Array.from(grams),
      forecast: undefined,
      notes: [
        `${name}: ${grams.length} half hours, ${intensity.name} in gCO2e/kWh; times without a zone are UTC.`,
        ...(breaks > 0
          ? [`${name}: ${breaks} rows do not follow the one before by 30 min; they are taken in file order.`]
          : []),
        ...(gaps > 0
          ? [`${name}: ${gaps} half hours have no value. No Job is counted that runs over one.`]
          : []),
      ],
    };
  });
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${path.basename(file)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
