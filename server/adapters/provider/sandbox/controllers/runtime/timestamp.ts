/** As the API writes times: whole seconds. */
export const timestamp = (at: Date | number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

/** Milliseconds since 1970 of an API timestamp; undefined for a missing or malformed one. */
export function millis(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;

/** Milliseconds of a Go duration such as "90s", "1h30m" or "250ms"; undefined for anything else. */
export function goDuration(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  return [...text.matchAll(PART)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? Number.NaN),
    0,
  );
}
