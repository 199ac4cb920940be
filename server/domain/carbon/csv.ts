import { DAY_MS, HOUR_MS, MINUTE_MS } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { columnsOf, splitterOf, type Columns } from "./csv-columns.ts";
import { parseGrams, parseTime } from "./csv-values.ts";

export const MOST_CSV_CHARACTERS = 5_000_000;
const MOST_ROWS = 400_000;
const DAY_PARTS = "24 h must be a whole number of steps, such as 5, 15, 30 or 60 min";

/** A checked series: equal slots from `startsAt`, null where the file has a gap. */
export interface CsvSeries {
  startsAt: Date;
  stepMs: number;
  gramsPerKwh: (number | null)[];
  /** What the file's forecast column says of the same slots; absent without such a column. */
  forecast: (number | null)[] | undefined;
  columns: { time: string; intensity: string; forecast: string | undefined };
  rows: number;
  gaps: number;
}

interface Row {
  line: number;
  at: number;
  grams: number | null;
  forecast: number | null;
}

/**
 * Time and gCO2e/kWh from any CSV: header and delimiter detected, decimal comma read, times without a zone are UTC.
 * @throws DomainError BAD_REQUEST with a sentence that names the line
 */
export function parseIntensityCsv(text: string): CsvSeries {
  if (text.length > MOST_CSV_CHARACTERS)
    refuse("The file has more than 5 MB. Give a shorter range or a coarser step.");
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first === -1) refuse("The file is empty. Give rows of a time and a value in gCO2e/kWh.");
  const split = splitterOf(lines.slice(first, first + 20));
  const columns = columnsOf(lines.slice(first, first + 50).map(split), first + 1);
  const rows = rowsOf(lines, columns, split, first);
  const stepMs = stepOf(rows);
  return layOut(rows, stepMs, columns);
}

function rowsOf(lines: string[], columns: Columns, split: (line: string) => string[], first: number): Row[] {
  const rows: Row[] = [];
  for (let index = first + (columns.hasHeader ? 1 : 0); index < lines.length; index++) {
    const text = lines[index] ?? "";
    if (text.trim() === "") continue;
    rows.push(rowOf(split(text), columns, index + 1, rows.at(-1)));
    if (rows.length > MOST_ROWS) refuse(`The file has more than ${MOST_ROWS} rows. Give a shorter range.`);
  }
  if (rows.length < 2)
    refuse("The file has fewer than 2 rows of data; the step between them cannot be read.");
  if (rows.every(({ grams }) => grams === null))
    refuse(`The column ${columns.intensity.name} has no value in any row.`);
  return rows;
}

function rowOf(
  cells: string[],
  { time, intensity, forecast }: Columns,
  line: number,
  before: Row | undefined,
): Row {
  const at = parseTime(cells[time.index], line);
  if (before && at === before.at) refuse(`Line ${line} has the same time as line ${before.line}.`);
  if (before && at < before.at)
    refuse(`Line ${line} goes back in time. Sort the rows, and write times in UTC.`);
  return {
    line,
    at,
    grams: parseGrams(cells[intensity.index], line),
    forecast: forecast ? parseGrams(cells[forecast.index], line) : null,
  };
}

/** The commonest distance between two rows. */
function stepOf(rows: readonly Row[]): number {
  const counts = new Map<number, number>();
  rows.forEach((row, index) => {
    const distance = row.at - (rows[index - 1]?.at ?? row.at);
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  });
  const [step = 0] = [...counts.entries()].toSorted(([a, m], [b, n]) => n - m || a - b)[0] ?? [];
  if (step < MINUTE_MS || step > 6 * HOUR_MS || DAY_MS % step !== 0) {
    refuse(`The rows are ${stepWords(step)} apart; ${DAY_PARTS}.`);
  }
  return step;
}

function layOut(rows: readonly Row[], stepMs: number, { time, intensity, forecast }: Columns): CsvSeries {
  const startsAt = rows[0]?.at ?? 0;
  const slots = Math.round(((rows.at(-1)?.at ?? startsAt) - startsAt) / stepMs) + 1;
  if (slots > 2 * MOST_ROWS) refuse("The file spans years with few rows. Give one stretch of time.");
  const gramsPerKwh = Array.from({ length: slots }, (): number | null => null);
  const foreseen = Array.from({ length: forecast ? slots : 0 }, (): number | null => null);
  for (const row of rows) {
    const slot = (row.at - startsAt) / stepMs;
    if (!Number.isInteger(slot)) {
      refuse(`Line ${row.line} is off the grid of ${stepWords(stepMs)} that the other rows make.`);
    }
    gramsPerKwh[slot] = row.grams;
    if (forecast) foreseen[slot] = row.forecast;
  }
  return {
    startsAt: new Date(startsAt),
    stepMs,
    gramsPerKwh,
    forecast: forecast && foreseen,
    columns: { time: time.name, intensity: intensity.name, forecast: forecast?.name },
    rows: rows.length,
    gaps: gramsPerKwh.filter((value) => value === null).length,
  };
}

const stepWords = (ms: number) =>
  ms >= HOUR_MS && ms % HOUR_MS === 0
    ? `${ms / HOUR_MS} h`
    : ms >= MINUTE_MS
      ? `${Math.round(ms / MINUTE_MS)} min`
      : `${ms / 1_000} s`;

function refuse(message: string): never {
  throw new DomainError("BAD_REQUEST", message);
}
