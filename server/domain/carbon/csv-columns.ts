import { DomainError } from "../errors.ts";
import { timeOf } from "./csv-values.ts";

export interface Column {
  index: number;
  name: string;
}
export interface Columns {
  hasHeader: boolean;
  time: Column;
  intensity: Column;
  forecast: Column | undefined;
}

const TIME = /^"?(utc|time|date|timestamp|period|from|start|datetime|zeit|datum|unix)/i;
const INTENSITY = /intensity|co2|carbon|moer|gramm?s?|g\/?kwh|(^|_)ci(_|$)|intensit/i;
const FORECAST = /forecast|predict|prognos|foreseen/i;
const OTHER_UNIT = /lbs?\b|pound|mwh/i;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** Cells of a line by the delimiter that most lines share: semicolon, tab or comma; quotes are honoured. */
export function splitterOf(lines: readonly string[]): (line: string) => string[] {
  const full = lines.filter((line) => line.trim() !== "");
  const most = [";", "\t", ","].find(
    (mark) => full.filter((line) => line.includes(mark)).length > full.length / 2,
  );
  const delimiter = most ?? ",";
  return (line) =>
    line.includes('"') ? splitQuoted(line, delimiter) : line.split(delimiter).map((cell) => cell.trim());
}

function splitQuoted(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += character;
  }
  return [...cells, cell.trim()];
}

/** Which column is which: by name, else the first that reads as times and the first of numbers. @throws DomainError */
export function columnsOf(rows: readonly string[][], firstLine: number): Columns {
  const [head = [], ...rest] = rows;
  const hasHeader = !head.some((cell) => timeOf(cell) !== undefined || NUMBER.test(cell));
  const data = (hasHeader ? rest : rows).filter((cells) => cells.some((cell) => cell !== ""));
  const columns = head.map((name, index) => ({
    index,
    name: hasHeader && name !== "" ? name.slice(0, 60) : `column ${index + 1}`,
  }));
  const time = timeColumn(columns, data[0] ?? []);
  if (!time) {
    return refuse(
      `Line ${firstLine + (hasHeader ? 1 : 0)} has no cell that reads as a time, such as 2026-03-01T14:30Z. Is it a CSV with a time and a value?`,
    );
  }
  const numeric = columns.filter(
    (column) => column !== time && data.some((cells) => NUMBER.test(cells[column.index] ?? "")),
  );
  const forecast = hasHeader ? numeric.find(({ name }) => FORECAST.test(name)) : undefined;
  return {
    hasHeader,
    time,
    intensity: intensityColumn(numeric.filter((column) => column !== forecast)),
    forecast,
  };
}

function timeColumn(columns: readonly Column[], sample: readonly string[]): Column | undefined {
  const times = columns.filter(({ index }) => timeOf(sample[index]) !== undefined);
  return times.find(({ name }) => TIME.test(name)) ?? times[0];
}

function intensityColumn(numeric: readonly Column[]): Column {
  const column = numeric.find(({ name }) => INTENSITY.test(name)) ?? numeric[0];
  if (!column) return refuse("No column holds numbers beside the time. Give the intensity in gCO2e/kWh.");
  if (OTHER_UNIT.test(column.name)) {
    return refuse(
      `The column ${column.name} is not in gCO2e/kWh. Convert it first: 1 lb/MWh is 0.4536 g/kWh.`,
    );
  }
  return column;
}

function refuse(message: string): never {
  throw new DomainError("BAD_REQUEST", message);
}
