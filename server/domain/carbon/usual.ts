import { DAY_MS } from "../clock.ts";
import type { Series } from "./series.ts";

export const DAYS_BACK = 21;
const FADE_A_DAY = 0.9;
const SAME_WEEKDAY_BONUS = 0.5;
const LEVEL_FADES_MS = 48 * 3_600_000;
/** Without one of these a slot is not foreseen: last month alone says too little. */
const RECENT_DAYS = 7;

const WEIGHTS = Array.from(
  { length: DAYS_BACK },
  (_, index) => FADE_A_DAY ** index + ((index + 1) % 7 === 0 ? SAME_WEEKDAY_BONUS : 0),
);

/** What is usual at each slot, by how old its newest reference is: a forecast of tomorrow may not use today. */
export interface Usual {
  day: number;
  /** `[k][slot]`: the weighted mean of the same time k + 1 and more days before, g/kWh; NaN = unknown. */
  byAge: Float64Array[];
  /** Measured minus usual, g/kWh; NaN where either is unknown. */
  anomaly: Float64Array;
}

/** For all slots of the series and `ahead` beyond it. A hole is filled from the other days. */
export function usualOf({ grams, stepMs }: Series, ahead: number): Usual {
  const day = DAY_MS / stepMs;
  const byAge = Array.from({ length: Math.ceil(ahead / day) + 1 }, (_, age) =>
    Float64Array.from({ length: grams.length + ahead }, (__, slot) => meanOf(grams, slot, day, age + 1)),
  );
  const [newest = new Float64Array(0)] = byAge;
  return { day, byAge, anomaly: grams.map((value, slot) => value - (newest[slot] ?? Number.NaN)) };
}

/** What is usual at `slot` for someone who knows only the slots before `origin`. */
export const usualAt = ({ day, byAge }: Usual, slot: number, origin: number): number =>
  byAge[slot < origin ? 0 : Math.floor((slot - origin) / day)]?.[slot] ?? Number.NaN;

/**
 * How far the slots from `origin` on stand off what is usual, by the last anomaly alone, which fades; g/kWh a slot ahead.
 * Zeros where nothing was measured within the last day.
 */
export function levelShift(
  { anomaly, day }: Usual,
  origin: number,
  stepMs: number,
  slots: number,
): Float64Array {
  let last = origin - 1;
  while (last > origin - day && Number.isNaN(anomaly[last] ?? Number.NaN)) last -= 1;
  const level = anomaly[last] ?? Number.NaN;
  const fade = Math.exp(-stepMs / LEVEL_FADES_MS);
  let shift = Number.isNaN(level) ? 0 : level * fade ** (origin - last - 1);
  return Float64Array.from({ length: slots }, () => (shift *= fade));
}

function meanOf(grams: Float64Array, slot: number, day: number, youngest: number): number {
  let sum = 0;
  let weights = 0;
  let recent = false;
  for (let back = youngest; back <= DAYS_BACK; back++) {
    const value = grams[slot - back * day];
    if (value === undefined || Number.isNaN(value)) continue;
    const weight = WEIGHTS[back - 1] ?? 0;
    sum += weight * value;
    weights += weight;
    recent ||= back <= RECENT_DAYS;
  }
  return recent ? sum / weights : Number.NaN;
}
