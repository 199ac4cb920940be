import type { ZoneView } from "#server/domain/carbon/view.ts";
import { clock, when } from "#charts/format.ts";
import { isStale } from "#server/domain/carbon/signal.ts";
import { DAY_MS } from "#server/domain/clock.ts";

/** "California" of "California (CISO)": the name inside a sentence. */
export const shortName = ({ name, zone }: Pick<ZoneView, "name" | "zone">): string =>
  name.replace(/\s*\([^)]*\)\s*$/, "").trim() || zone;

/** What the Eye says to whoever does not see it. */
export function eyeSentence(zone: ZoneView, now: Date, timeZone: string): string {
  const name = shortName(zone);
  const { latest, forecast } = zone;
  if (!latest) return `${name}: no intensity known.`;
  const grams = `${Math.round(latest.gramsPerKwh)} grams per kilowatt-hour`;
  if (zone.stale)
    return `${name}: stale. The last reading says ${grams} at ${when(latest.startsAt, now, timeZone)}.`;
  const at = isStale(latest, now) ? `at ${when(latest.startsAt, now, timeZone)}` : "now";
  return `${name}: ${grams} ${at}. ${forecast ? windowSentence(zone, now, timeZone) : "No forecast is known."}`;
}

function windowSentence({ windows }: ZoneView, now: Date, timeZone: string): string {
  const next = windows.find((window) => window.closesAt > now);
  if (!next || +next.opensAt - +now >= DAY_MS) return "No green window in the next 24 hours.";
  const closes = when(next.closesAt, now, timeZone);
  if (next.opensAt <= now) return `A green window is open until ${closes}.`;
  return `Next green window ${when(next.opensAt, now, timeZone)} to ${clock(next.closesAt, timeZone)}.`;
}
