import { DAY_MS, HOUR_MS } from "../clock.ts";
import type { Series } from "./series.ts";
import { usualAt, type Usual } from "./usual.ts";
import type { WeatherReader } from "./weather-features.ts";

const LAG_HOURS = [1, 2, 3, 6, 12];
const MEAN_HOURS = [24, 72, 168];
const DAYS_BEFORE = [1, 2, 7];
const HARMONICS = 3;

/** What a row says whatever the horizon: the last anomaly and older ones, trailing means, both by time of day, and 1. */
export const SHARED = 1 + LAG_HOURS.length + MEAN_HOURS.length + 4 * HARMONICS + 1;
/** What it says of the slot to be foreseen: how that hour stood one day, two days and a week before, and its weather. */
export const OWN = DAYS_BEFORE.length + 2;
export const FEATURES = SHARED + OWN;

/** Anomalies as features, g/kWh; what is unknown is as usual, 0. Reads no slot from `origin` on. */
export interface FeatureReader {
  readShared(origin: number, into: Float64Array): void;
  readOwn(origin: number, ahead: number, into: Float64Array, offset: number): void;
}

export function featureReader(
  { grams, stepMs, startsAt }: Series,
  usual: Usual,
  weather: WeatherReader | undefined,
): FeatureReader {
  const { anomaly, day } = usual;
  const lags = [1, ...LAG_HOURS.map((hours) => Math.max(1, Math.round((hours * HOUR_MS) / stepMs)))];
  const spans = MEAN_HOURS.map((hours) => Math.round((hours * HOUR_MS) / stepMs));

  return {
    readShared(origin, into) {
      let at = 0;
      for (const lag of lags) into[at++] = orZero(anomaly[origin - lag]);
      for (const span of spans) into[at++] = meanOf(anomaly, Math.max(0, origin - span), origin);
      const [last = 0] = into;
      const lastDay = into[lags.length] ?? 0;
      const turn = (2 * Math.PI * ((startsAt + origin * stepMs) % DAY_MS)) / DAY_MS;
      for (let harmonic = 1; harmonic <= HARMONICS; harmonic++) {
        const sin = Math.sin(harmonic * turn);
        const cos = Math.cos(harmonic * turn);
        into[at++] = sin * last;
        into[at++] = cos * last;
        into[at++] = sin * lastDay;
        into[at++] = cos * lastDay;
      }
      into[at] = 1;
    },
    readOwn(origin, ahead, into, offset) {
      const slot = origin + ahead;
      const expected = usualAt(usual, slot, origin);
      DAYS_BEFORE.forEach((days, index) => {
        const every = days < 7 ? 1 : 7;
        let back = days;
        while (slot - back * day >= origin) back += every;
        into[offset + index] = orZero((grams[slot - back * day] ?? Number.NaN) - expected);
      });
      if (!weather) return; // those two stay 0, and the fit gives them no weight
      const [known, at] = [startsAt + origin * stepMs, startsAt + slot * stepMs];
      // clouds matter where the sun is: where the hour usually stands below its day
      const sun = meanOf(usual.byAge[0] ?? grams, Math.max(0, origin - day), origin) - expected;
      into[offset + DAYS_BEFORE.length] = weather.windChange(known, at);
      into[offset + DAYS_BEFORE.length + 1] = orZero(sun * weather.overcast(known, at));
    },
  };
}

const orZero = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? 0 : value);

/** Added up from the slots themselves, not by running sums: it is the same to the last bit wherever the series begins. */
function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let slot = from; slot < to; slot++) {
    const value = values[slot] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}
