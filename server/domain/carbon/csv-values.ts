import { DomainError } from "../errors.ts";

/** More than any grid emits; above it the unit is another one. */
const MOST_GRAMS = 3_000;
const GAPS = new Set(["", "-", "na", "n/a", "nan", "null", "none"]);

const shown = (cell: string | undefined) => `"${(cell ?? "").slice(0, 40)}"`;

/** gCO2e/kWh; null for an empty cell. @throws DomainError naming the line */
export function parseGrams(cell: string | undefined, line: number): number | null {
  const text = (cell ?? "").trim();
  if (GAPS.has(text.toLowerCase())) return null;
  const grams = Number(/^[+-]?\d+,\d+$/.test(text) ? text.replace(",", ".") : text);
  if (!Number.isFinite(grams)) refuse(`Line ${line}: ${shown(cell)} is not a number of g/kWh.`);
  if (grams < 0) refuse(`Line ${line}: ${shown(cell)} is negative; an intensity is 0 g/kWh or more.`);
  if (grams > MOST_GRAMS)
    refuse(`Line ${line}: ${shown(cell)} is above ${MOST_GRAMS} g/kWh. Is the unit gCO2e/kWh?`);
  return grams;
}

/** ms since the epoch. @throws DomainError naming the line */
export function parseTime(cell: string | undefined, line: number): number {
  const at = timeOf(cell);
  if (at !== undefined) return at;
  const hint = /^\s*\d{1,2}\/\d{1,2}\/\d{2,4}/.test(cell ?? "")
    ? "its day and month can be mixed up"
    : "it is not a time";
  return refuse(`Line ${line}: ${shown(cell)}: ${hint}. Write 2026-03-01T14:30Z.`);
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const GERMAN = /^(\d{2})\.(\d{2})\.(\d{4})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/;
const UNIX = /^\d{9,13}(\.\d+)?$/;

/** Undefined when the cell is no time. Without a zone it is UTC; a bare number is Unix seconds or milliseconds. */
export function timeOf(cell: string | undefined): number | undefined {
  const text = (cell ?? "").trim();
  if (UNIX.test(text)) return Math.round(Number(text) * (text.replace(/\..*/, "").length > 10 ? 1 : 1_000));
  const iso = ISO.exec(text);
  if (iso) {
    const [, year, month, day, hour, minute, second, zone] = iso;
    return utc([year, month, day, hour, minute, second], offsetMs(zone));
  }
  const german = GERMAN.exec(text);
  if (!german) return undefined;
  const [, day, month, year, hour, minute, second] = german;
  return utc([year, month, day, hour, minute, second], 0);
}

function utc(parts: (string | undefined)[], offset: number): number | undefined {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(at);
  const real = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60;
  return real ? at - offset : undefined;
}

function offsetMs(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  if (!match) return 0;
  const [, sign, hours, minutes] = match;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function refuse(message: string): never {
  throw new DomainError("BAD_REQUEST", message);
}
