import { clock, day } from "#charts/format.ts";
import type { Range } from "#server/domain/carbon/range.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";

const TITLES: Record<Range, string> = {
  "3d": "Two days back, one ahead",
  week: "The last week, two days ahead",
  month: "The last month, two days ahead",
  year: "The last year",
};
export const rangeTitle = (range: Range): string => TITLES[range];

type Told = Pick<ZoneView, "zone" | "provenance" | "signalKind">;

/** What a picture says of itself: unit, signal and source of each zone, how it was drawn, and when. */
export function pictureLines(
  zones: readonly Told[],
  drawn: string | null,
  now: Date,
  timeZone: string,
): string[] {
  const sources = zones.map(
    ({ zone, provenance, signalKind }) => `${zone}: ${provenance}, ${signalKind} signal`,
  );
  const made = `Made ${day(now, timeZone)} ${now.getUTCFullYear()}, ${clock(now, timeZone)} ${timeZone}, by Karbonetes.`;
  return [`gCO₂e/kWh. ${sources.join("; ")}.`, [drawn, made].filter(Boolean).join(" ")];
}
