import { DAY_MS, HOUR_MS } from "../clock.ts";
import type { Forecast } from "./forecast.ts";
import type { Intensity } from "./intensity.ts";
import { seriesOf, type Series } from "./series.ts";

export const FORECASTER = "seasonal-blend";
export const HORIZON_MS = 2 * DAY_MS;
/** What it reads at most: three weeks of references under the oldest hour by which it judges itself. */
export const MEMORY_MS = 35 * DAY_MS;

// One set for every grid. Re-decided each slot (1 h Job, 24 h) they capture 0.77 of ideal on DE, 0.91 on CISO, 0.63 on PJM;
// yesterday alone captures 0.47, 0.88 and 0.44 (forecaster.data.test.ts).
const DAYS_BACK = 21;
const FADE_A_DAY = 0.9;
const SAME_WEEKDAY_BONUS = 0.5;
const LEVEL_FADES_MS = 48 * HOUR_MS;

const WEIGHTS = Array.from(
  { length: DAYS_BACK },
  (_, index) => FADE_A_DAY ** index + ((index + 1) % 7 === 0 ? SAME_WEEKDAY_BONUS : 0),
);
/** Without one of these a slot is not foreseen: last month alone says too little. */
const RECENT_DAYS = 7;
const JUDGED_MS = 14 * DAY_MS;
const JUDGED_HORIZON_MS = DAY_MS;
const LEAST_ERRORS = 20;

export interface Foreseen {
  forecast: Forecast;
  /** Mean absolute error of the first 24 h, had it foreseen each hour of the trailing days; % of the measured mean. */
  errorPercent: number | null;
}

/**
 * The next 48 h from the slot that holds `now`: the same time of past days, the newer and the same weekday heavier,
 * shifted by how far the grid is off that now; the shift fades. Reads nothing that was not over at `now`.
 * Its band is the middle 8 in 10 of its own errors at that horizon over the trailing two weeks.
 */
export function foresee(readings: readonly Intensity[], now: Date): Foreseen | undefined {
  const series = seriesOf(readings, now);
  if (!series) return undefined;
  const slots = Math.round(HORIZON_MS / series.stepMs);
  const values = foreseeFrom(series, series.here, slots);
  if (values.every((value) => Number.isNaN(value))) return undefined;
  const past = judge(series, slots);
  const edge = (share: number, keep: (a: number, b: number) => number) =>
    Array.from(values, (value, ahead) => {
      const error = quantile(past.errors[ahead] ?? [], share);
      return Number.isNaN(value) || error === undefined ? null : keep(value, Math.max(0, value + error));
    });
  return {
    forecast: {
      generatedAt: now,
      startsAt: new Date(series.startsAt + series.here * series.stepMs),
      stepMs: series.stepMs,
      gramsPerKwh: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      low: edge(0.1, Math.min),
      high: edge(0.9, Math.max),
      method: FORECASTER,
    },
    errorPercent: past.errorPercent,
  };
}

/** What the slots from `origin` on look like to someone who knows only those before it; g/kWh, NaN = unknown. */
export function foreseeFrom(series: Series, origin: number, slots: number): Float64Array {
  const { grams, stepMs } = series;
  const day = DAY_MS / stepMs;
  let last = origin - 1;
  while (last > origin - day && Number.isNaN(grams[last] ?? Number.NaN)) last -= 1;
  const level = (grams[last] ?? Number.NaN) - usual(series, last, last);
  const fade = Math.exp(-stepMs / LEVEL_FADES_MS);
  let shift = Number.isNaN(level) ? 0 : level * fade ** (origin - last - 1);
  const values = new Float64Array(slots);
  for (let ahead = 0; ahead < slots; ahead++) {
    shift *= fade;
    values[ahead] = Math.max(0, usual(series, origin + ahead, origin) + shift);
  }
  return values;
}

/** The weighted mean of the same time on past days, of slots before `origin` only. A hole is filled from the other days. */
function usual({ grams, stepMs }: Series, slot: number, origin: number): number {
  const day = DAY_MS / stepMs;
  let sum = 0;
  let weights = 0;
  let recent = false;
  for (let back = 1; back <= DAYS_BACK; back++) {
    const reference = slot - back * day;
    if (reference >= origin) continue;
    const value = grams[reference];
    if (value === undefined || Number.isNaN(value)) continue;
    const weight = WEIGHTS[back - 1] ?? 0;
    sum += weight * value;
    weights += weight;
    recent ||= back <= RECENT_DAYS;
  }
  return recent ? sum / weights : Number.NaN;
}

/** Foresees from each past hour of the trailing days and compares with what came. Errors are measured minus foreseen. */
function judge(series: Series, slots: number): { errors: Float64Array[]; errorPercent: number | null } {
  const { grams, stepMs, here } = series;
  const every = Math.max(1, Math.round(HOUR_MS / stepMs));
  const first = Math.max(1, here - Math.round(JUDGED_MS / stepMs));
  const errors = Array.from({ length: slots }, () => [] as number[]);
  let off = 0;
  let measured = 0;
  let count = 0;
  for (let origin = here - every; origin >= first; origin -= every) {
    const values = foreseeFrom(series, origin, Math.min(slots, here - origin));
    values.forEach((value, ahead) => {
      const came = grams[origin + ahead];
      if (came === undefined || Number.isNaN(came) || Number.isNaN(value)) return;
      errors[ahead]?.push(came - value);
      if (ahead * stepMs >= JUDGED_HORIZON_MS) return;
      off += Math.abs(came - value);
      measured += came;
      count += 1;
    });
  }
  const known = count >= LEAST_ERRORS && measured > 0;
  return {
    errors: errors.map((all) => Float64Array.from(all).toSorted()),
    errorPercent: known ? (100 * off) / measured : null,
  };
}

function quantile(sorted: ArrayLike<number>, share: number): number | undefined {
  if (sorted.length < LEAST_ERRORS) return undefined;
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
