import { DAY_MS } from "../clock.ts";
import { intensityWords, spanWords } from "../job/words.ts";
import type { Forecast } from "./forecast.ts";
import type { ZoneView } from "./view.ts";

type Said = Pick<ZoneView, "name" | "latest" | "stale" | "forecast" | "windows" | "limit" | "failure">;

/** A rise or fall below this share is no news. */
const NEWS_FROM = 0.05;
const NO_BREAK = "\u00A0";

/** The page's answer, from data: "Germany falls from 334 to 169 g/kWh by 14:00." Times are in `timeZone`. */
export function zoneSentence(zone: Said, now: Date, timeZone: string): string {
  const { name, latest, stale, forecast } = zone;
  const clock = clockIn(timeZone, now);
  if (!latest) return `No reading of ${name} has come yet.`;
  const grams = whole(latest.gramsPerKwh);
  if (stale)
    return `${name} said ${intensityWords(grams)} at ${clock(latest.startsAt)}. That is too old to decide by.`;
  const ahead = forecast ? nextDay(forecast, now) : [];
  if (ahead.length === 0) return `${name} is at ${intensityWords(grams)}. What comes is not known.`;

  const lowest = ahead.reduce((a, b) => (b.grams < a.grams ? b : a));
  if (lowest.grams < latest.gramsPerKwh * (1 - NEWS_FROM)) {
    return `${name} falls from ${grams} to ${intensityWords(lowest.grams)} by ${clock(new Date(lowest.at))}.`;
  }
  const highest = ahead.reduce((a, b) => (b.grams > a.grams ? b : a));
  if (highest.grams > latest.gramsPerKwh * (1 + NEWS_FROM)) {
    return `${name} rises from ${grams} to ${intensityWords(highest.grams)} by ${clock(new Date(highest.at))}.`;
  }
  return `${name} stays near ${intensityWords(grams)} for the next ${spanWords(Math.min(DAY_MS, ahead.length * (forecast?.stepMs ?? 0)))}.`;
}

/** What it means for Jobs: "The next window opens in 3 h 48, at 11:00, and lasts 8 h." */
export function windowSentence(zone: Said, now: Date, timeZone: string): string {
  const { latest, stale, forecast, windows, limit, failure } = zone;
  const clock = clockIn(timeZone, now);
  if (!latest || stale) {
    return `Jobs there start at once until a reading comes.${failure ? ` ${failure.message}` : ""}`;
  }
  if (!forecast) return "Without a forecast there is no window: Jobs start at once.";
  const next = windows.find(({ closesAt }) => closesAt > now);
  const above =
    limit && latest.gramsPerKwh > limit.gramsPerKwh ? `Above the limit of ${whole(limit.gramsPerKwh)}. ` : "";
  if (!next) {
    return limit
      ? `${above}No hour ahead is at or under the limit of ${intensityWords(limit.gramsPerKwh)}.`
      : "No window in the next 24 h: its hours are too alike to wait for.";
  }
  if (+next.opensAt <= +now) return `A window is open until ${clock(next.closesAt)}.`;
  const lasts = spanWords(+next.closesAt - +next.opensAt);
  return `${above}The next window opens in ${spanWords(+next.opensAt - +now)}, at ${clock(next.opensAt)}, and lasts ${lasts}.`;
}

function nextDay({ startsAt, stepMs, gramsPerKwh }: Forecast, now: Date): { at: number; grams: number }[] {
  return gramsPerKwh.flatMap((grams, slot) => {
    const at = +startsAt + slot * stepMs;
    return grams === null || at <= +now || at > +now + DAY_MS ? [] : [{ at, grams }];
  });
}

const whole = (grams: number) => Math.round(grams);

/** "14:00"; another day than today is named: "Thu 06:24". */
function clockIn(timeZone: string, now: Date): (at: Date) => string {
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const date = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "short" });
  const weekday = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short" });
  return (at) =>
    date.format(at) === date.format(now)
      ? time.format(at)
      : `${weekday.format(at)}${NO_BREAK}${time.format(at)}`;
}
