import { MINUTE_MS } from "../clock.ts";
import type { HistoryView } from "./history-view.ts";

const COLUMNS = "starts_at_utc,intensity_gco2e_per_kwh,quality,step_minutes,signal,zone,provenance";

/**
 * Readings as a file, zone after zone. What a reading is stands in its row, so that zones and files stay apart when they
 * are put together, and any reader of CSV takes it, ours too. A slot without a reading has no row.
 */
export function historyCsv(views: readonly HistoryView[]): string {
  return `${[COLUMNS, ...views.flatMap(rowsOf)].join("\n")}\n`;
}

function rowsOf({ zone, provenance, signalKind, readings }: HistoryView): string[] {
  const what = [signalKind, zone, provenance].map(cell).join(",");
  return readings.map(({ startsAt, stepMs, gramsPerKwh, quality }) => {
    const at = new Date(startsAt).toISOString().replace(".000Z", "Z");
    return [at, gramsPerKwh, quality, stepMs / MINUTE_MS, what].join(",");
  });
}

/** Quoted where it must be; a text that a spreadsheet would run as a formula is made a text. */
function cell(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** "US-CAL-CISO-month-2026-06-10.csv" */
export const exportName = (zone: string, range: string, at: Date, ending: string): string =>
  `${zone}-${range}-${at.toISOString().slice(0, 10)}.${ending}`;
