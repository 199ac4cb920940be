import { clock, intensity, span, when } from "#charts/format.ts";
import { shortName } from "#components/eye/eye.sentence.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { type MeanOver, meanOver } from "#server/domain/carbon/mean-over.ts";
import type { GreenWindow } from "#server/domain/carbon/window.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import type { ZoneSort } from "./search.prepare.ts";

/** The window that is open, or the next to open. */
export const nextWindow = ({ windows, stale }: ZoneView, now: Date): GreenWindow | undefined =>
  stale ? undefined : windows.find(({ closesAt }) => closesAt > now);

/** Cleanest first, or soonest window first; what is not known comes last, and average never among marginal. */
export function sortZones(zones: readonly ZoneView[], sort: ZoneSort, now: Date): ZoneView[] {
  const key = sort === "now" ? gramsKey : windowKey;
  return zones.toSorted(
    (a, b) => Number(isMarginal(a)) - Number(isMarginal(b)) || key(a, now) - key(b, now) || order(a, b),
  );
}

const isMarginal = ({ signalKind }: ZoneView) => signalKind === "marginal";
const order = (a: ZoneView, b: ZoneView) => a.zone.localeCompare(b.zone);
const gramsKey = ({ latest, stale }: ZoneView) => (latest && !stale ? latest.gramsPerKwh : Number.MAX_VALUE);

/** An open window counts as now, whenever it opened. */
function windowKey(zone: ZoneView, now: Date): number {
  const window = nextWindow(zone, now);
  return window ? Math.max(+now, +window.opensAt) : Number.MAX_VALUE;
}

/** The answer of the page: where it is cleanest now, and where a window opens next. */
export function zonesSentence(zones: readonly ZoneView[], now: Date, timeZone: string): string {
  const known = zones.filter(({ latest, stale, signalKind }) => latest && !stale && signalKind === "average");
  const [cleanest] = sortZones(known, "now", now);
  if (!cleanest?.latest) return "No grid has a reading that can be decided by.";
  const first =
    known.length === 1
      ? `${shortName(cleanest)} is at ${intensity(cleanest.latest.gramsPerKwh)}`
      : `${shortName(cleanest)} is cleanest, at ${intensity(cleanest.latest.gramsPerKwh)}`;
  const [next] = sortZones(zones, "window", now);
  const window = next && nextWindow(next, now);
  if (!next || !window) return `${first}. No window opens in the next 24\u00a0h.`;
  const where = next.zone === cleanest.zone ? "its window" : `the window of ${shortName(next)}`;
  return window.opensAt <= now
    ? `${first}; ${where} is open until ${when(window.closesAt, now, timeZone)}.`
    : `${first}; ${where} opens at ${when(window.opensAt, now, timeZone)}.`;
}

/** "11:00 to 19:00", "open to 19:00", or why there is none. */
export function windowText(zone: ZoneView, now: Date, timeZone: string): string {
  if (!zone.latest) return "no reading yet";
  if (zone.stale) return "too old to tell";
  if (!zone.forecast) return "no forecast";
  const window = nextWindow(zone, now);
  if (!window) return "none in the next 24\u00a0h";
  return window.opensAt <= now
    ? `open to ${when(window.closesAt, now, timeZone)}`
    : `${when(window.opensAt, now, timeZone)} to ${clock(window.closesAt, timeZone)}`;
}

/** The mean of the next 24 h as it is foreseen, or of as much as is. */
export function nextDayMean({ forecast, stale }: ZoneView, now: Date): MeanOver | undefined {
  return forecast && !stale ? meanOver(forecast, now, new Date(+now + DAY_MS)) : undefined;
}

/** "of 18 h" where less than a day is foreseen; the hour under way may be read already. */
export const partOfDay = ({ knownMs }: MeanOver): string | null =>
  knownMs < DAY_MS - HOUR_MS ? `of ${span(knownMs)}` : null;

/** How old the number is: "12 min old", "at Tue 03:00, too old". */
export function ageText({ latest, stale }: ZoneView, now: Date, timeZone: string): string {
  if (!latest) return "not read yet";
  if (stale) return `at ${when(latest.startsAt, now, timeZone)}, too old`;
  const age = +now - +latest.startsAt - latest.stepMs;
  return age < 60_000 ? "just read" : `${span(age)} old`;
}

/** Said once where zones of both signals stand in one list. */
export const signalNote = (zones: readonly ZoneView[]): string | null =>
  zones.some(isMarginal) && !zones.every(isMarginal)
    ? "Marginal zones stand after average ones: the two are not one measure."
    : null;
