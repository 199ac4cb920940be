import { presentGrams, isStale } from "#server/domain/carbon/signal.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { clock, countdown, span, when } from "#charts/format.ts";
import { MINUTE_MS } from "#server/domain/clock.ts";

/** Under the figure: how the hour stands to the limit, and when the next window opens. Counts down. */
export function zoneSentence(zone: ZoneView, now: Date, timeZone: string): string {
  const { latest, stale } = zone;
  if (!latest) return "Jobs here start at once, and say so, until one comes.";
  if (stale) {
    const said = `It said ${Math.round(latest.gramsPerKwh)}\u00a0g at ${when(latest.startsAt, now, timeZone)}.`;
    return `${said} Too old to decide by: Jobs here start at once, and say so, until it returns.`;
  }
  if (!zone.forecast) return "Measured, but not foreseen: no forecast is known. Jobs here start at once.";
  return [lateSentence(zone, now), limitSentence(zone, now), windowSentence(zone, now, timeZone)]
    .filter(Boolean)
    .join(" ");
}

/** Of a source that is always late: the figure is old, and what decides is another. */
function lateSentence(zone: ZoneView, now: Date): string {
  const { latest, latenessMs = 0 } = zone;
  if (!latest || !isStale(latest, now)) return "";
  const foreseen = presentGrams(zone, now);
  const said = `Its source is up to ${span(latenessMs)} late, so what is foreseen decides`;
  return foreseen === undefined ? `${said}.` : `${said}: ${Math.round(foreseen)}\u00a0g now.`;
}

function limitSentence({ limit, ...zone }: ZoneView, now: Date): string {
  const known = presentGrams(zone, now);
  if (known === undefined || !limit) return "";
  const grams = Math.round(limit.gramsPerKwh);
  return known <= limit.gramsPerKwh ? `Within the limit of ${grams}.` : `Above the limit of ${grams}.`;
}

function windowSentence({ windows }: ZoneView, now: Date, timeZone: string): string {
  const window = windows.find(({ closesAt }) => closesAt > now);
  if (!window) return "No window opens in the next 24\u00a0h: there is little to wait for.";
  const { opensAt, closesAt } = window;
  if (opensAt <= now)
    return `The window is open for ${countdown(+closesAt - +now)} more, until ${when(closesAt, now, timeZone)}.`;
  const lasts = span(+closesAt - +opensAt);
  return `The next window opens in ${countdown(+opensAt - +now)}, at ${when(opensAt, now, timeZone)}, and lasts ${lasts}.`;
}

/** "06:00 to 07:00, 12 min old": a reading is the mean of its slot, and as old as the slot's end. */
export function readingFact({ latest }: ZoneView, now: Date, timeZone: string): string {
  if (!latest) return "none yet";
  const ends = new Date(+latest.startsAt + latest.stepMs);
  const slot = `${when(latest.startsAt, now, timeZone)} to ${clock(ends, timeZone)}`;
  return ends > now ? `${slot}, under way` : `${slot}, ${span(+now - +ends)} old`;
}

/** "read 12 min ago", for a caption. */
export function readingAge({ latest, stale }: ZoneView, now: Date, timeZone: string): string {
  if (!latest) return "not read yet";
  if (stale) return `last read ${when(latest.startsAt, now, timeZone)}`;
  const age = +now - +latest.startsAt - latest.stepMs;
  return age < MINUTE_MS ? "read just now" : `read ${span(age)} ago`;
}

const METHODS: Record<string, string> = {
  "seasonal-ridge": "from the past three months",
  "seasonal-ridge+weather": "from the past three months and the weather",
  "forecast column": "by the file",
  clock: "by the clock",
};

/** "issued Tue 22:00, from the past three months" */
export function forecastFact({ forecast }: ZoneView, now: Date, timeZone: string): string {
  if (!forecast) return "none";
  const method = METHODS[forecast.method] ?? "by the source";
  return `issued ${when(forecast.generatedAt, now, timeZone)}, ${method}`;
}

export const signalFact = ({ signalKind }: ZoneView): string =>
  signalKind === "average" ? "average, not marginal" : "marginal, not average";

export const errorFact = ({ errorPercent, forecast }: ZoneView): string | null => {
  if (!forecast) return null;
  return errorPercent === null ? "not known yet" : `${errorPercent.toFixed(1)}\u00a0% of the measured value`;
};

/** "hourly", "every 30 min" */
export function stepWord({ latest, forecast }: ZoneView): string {
  const stepMs = latest?.stepMs ?? forecast?.stepMs;
  if (!stepMs) return "";
  return stepMs === 60 * MINUTE_MS ? "hourly" : `every ${span(stepMs)}`;
}

export const failureTime = ({ failure }: ZoneView, timeZone: string): string =>
  failure ? clock(failure.at, timeZone) : "";

/** What a forecast lacks, beside the number that does not depend on it. */
export function weatherSentence({ weatherFailure, forecast }: ZoneView, timeZone: string): string | null {
  if (!weatherFailure) return null;
  const { at, message } = weatherFailure;
  const made = forecast?.method.endsWith("+weather")
    ? "the forecast is made with the weather as it was foreseen before"
    : "the forecast is made without it";
  return `Weather: it could not be read at ${clock(at, timeZone)}; ${made}. ${message}`;
}
