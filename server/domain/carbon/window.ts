import { DAY_MS, HOUR_MS } from "../clock.ts";
import { endOf, type Forecast } from "./forecast.ts";

/** A stretch in which electricity is clean: below the limit, or among the cleanest third of the next 24 h. */
export interface GreenWindow {
  opensAt: Date;
  closesAt: Date;
  /** The lowest slot in it, gCO2e per kWh. */
  lowestGramsPerKwh: number;
}

const SHARE = 1 / 3;
const LEAST_MS = HOUR_MS;
/** A grid whose day varies by less has no window: there is little to wait for. */
const FLAT_WITHIN = 0.05;

/**
 * The windows from `now` on, in order, each an hour or longer; one that is open is told however short its rest.
 * With a limit: where the forecast is at or under it. Without: the cleanest third of the next 24 h, opening within it.
 */
export function greenWindows(forecast: Forecast, limit: number | undefined, now: Date): GreenWindow[] {
  const below = limit ?? relativeLimit(forecast, now);
  if (below === undefined) return [];
  const windows: GreenWindow[] = [];
  let open: GreenWindow | undefined;
  forecast.gramsPerKwh.forEach((grams, slot) => {
    const startsAt = +forecast.startsAt + slot * forecast.stepMs;
    const endsAt = startsAt + forecast.stepMs;
    const green = grams !== null && grams <= below && endsAt > +now;
    if (!green) {
      open = undefined;
      return;
    }
    if (!open)
      windows.push(
        (open = { opensAt: new Date(startsAt), closesAt: new Date(endsAt), lowestGramsPerKwh: grams }),
      );
    open.closesAt = new Date(endsAt);
    open.lowestGramsPerKwh = Math.min(open.lowestGramsPerKwh, grams);
  });
  const opensBefore = limit === undefined ? +now + DAY_MS : Infinity;
  return windows.filter(
    ({ opensAt, closesAt }) => (opensAt <= now || +closesAt - +opensAt >= LEAST_MS) && +opensAt < opensBefore,
  );
}

function relativeLimit(forecast: Forecast, now: Date): number | undefined {
  const until = Math.min(+now + DAY_MS, +endOf(forecast));
  const ahead = forecast.gramsPerKwh
    .filter((_, slot) => {
      const startsAt = +forecast.startsAt + slot * forecast.stepMs;
      return startsAt + forecast.stepMs > +now && startsAt < until;
    })
    .filter((grams): grams is number => grams !== null)
    .toSorted((a, b) => a - b);
  const lowest = ahead[0];
  const highest = ahead.at(-1);
  if (lowest === undefined || highest === undefined || highest - lowest <= FLAT_WITHIN * highest)
    return undefined;
  const third = ahead[Math.max(0, Math.ceil(SHARE * ahead.length) - 1)] ?? lowest;
  const mean = ahead.reduce((sum, grams) => sum + grams, 0) / ahead.length;
  return Math.min(third, mean); // where most hours are alike, the third reaches into the dirty ones
}
