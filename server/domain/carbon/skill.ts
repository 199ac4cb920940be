import { DAY_MS, HOUR_MS } from "../clock.ts";
import { bestStart, costOf, type Cumulative } from "../job/best-start.ts";
import { cumulate } from "./forecast.ts";
import { foreseeFrom } from "./forecaster.ts";
import type { Series } from "./series.ts";

/** Mean absolute errors at one horizon, g/kWh: of the slot that ends that long after the origin. */
export interface SkillRow {
  horizonHours: number;
  maeOurs: number;
  maeSeasonalNaive: number;
  pairs: number;
}
export interface Skill {
  rows: SkillRow[];
  /** Shares of what perfect foresight saves, of a 1 h Job that may wait 24 h; null where there was nothing to save. */
  captured: { ours: number; seasonalNaive: number; jobHours: 1; maxDelayHours: 24 } | null;
  from: Date;
  to: Date;
  origins: number;
}

/** Before the first origin: the forecaster looks three weeks back. */
const LEARN_MS = 21 * DAY_MS;
const LEAST_JUDGED_MS = 2 * DAY_MS;
const DELAY_MS = DAY_MS;

type Foreseen = ArrayLike<number>;

/** Rolling-origin: at each origin only what was over then is seen. Null when there is too little history. */
export function evaluateForecaster(
  given: Series,
  { horizonsHours, everyMs }: { horizonsHours: readonly number[]; everyMs: number },
): Skill | null {
  const { startsAt, stepMs, here } = given;
  const series = { ...given, grams: given.grams.subarray(0, here) };
  const first = Math.ceil(LEARN_MS / stepMs);
  if ((here - first) * stepMs < LEAST_JUDGED_MS || horizonsHours.length === 0) return null;
  const slots = Math.max(...horizonsHours.map((hours) => slotsIn(hours * HOUR_MS, stepMs)));
  const perJob = slotsIn(HOUR_MS, stepMs);
  const delay = slotsIn(DELAY_MS, stepMs);
  const errors = horizonsHours.map(() => ({ ours: 0, naive: 0, pairs: 0 }));
  const saved = { ours: 0, naive: 0, ideal: 0 };
  let origins = 0;
  for (let origin = first; origin < here; origin += Math.max(1, Math.round(everyMs / stepMs))) {
    const ours = foreseeFrom(series, origin, Math.max(slots, delay + perJob));
    const naive = seasonalNaive(series, origin, ours.length);
    origins += 1;
    horizonsHours.forEach((hours, index) => {
      const ahead = slotsIn(hours * HOUR_MS, stepMs) - 1;
      addError(errors[index], series.grams[origin + ahead], ours[ahead], naive[ahead]);
    });
    if (origin + delay + perJob <= here) addSaving(saved, series, origin, ours, naive);
  }
  return {
    rows: errors.flatMap(({ ours, naive, pairs }, index) =>
      pairs === 0
        ? []
        : [
            {
              horizonHours: horizonsHours[index] ?? 0,
              maeOurs: ours / pairs,
              maeSeasonalNaive: naive / pairs,
              pairs,
            },
          ],
    ),
    captured:
      saved.ideal > 0
        ? {
            ours: saved.ours / saved.ideal,
            seasonalNaive: saved.naive / saved.ideal,
            jobHours: 1,
            maxDelayHours: 24,
          }
        : null,
    from: new Date(startsAt + first * stepMs),
    to: new Date(startsAt + here * stepMs),
    origins,
  };
}

const slotsIn = (ms: number, stepMs: number) => Math.max(1, Math.round(ms / stepMs));

/** The same time of the newest day that was over at `origin`; NaN where that was not read. */
function seasonalNaive({ grams, stepMs }: Series, origin: number, slots: number): Float64Array {
  const day = slotsIn(DAY_MS, stepMs);
  return Float64Array.from(
    { length: slots },
    (_, ahead) => grams[origin + ahead - day * Math.ceil((ahead + 1) / day)] ?? Number.NaN,
  );
}

/** Only where both foresaw and something came: the two are judged on the same slots. */
function addError(
  sums: { ours: number; naive: number; pairs: number } | undefined,
  came = Number.NaN,
  ours = Number.NaN,
  naive = Number.NaN,
): void {
  if (!sums || Number.isNaN(came) || Number.isNaN(ours) || Number.isNaN(naive)) return;
  sums.ours += Math.abs(came - ours);
  sums.naive += Math.abs(came - naive);
  sums.pairs += 1;
}

/** A Job that arrives at `origin` and starts where the forecast is lowest; left out where a reading is missing. */
function addSaving(
  sums: { ours: number; naive: number; ideal: number },
  { grams, stepMs }: Series,
  origin: number,
  ours: Foreseen,
  naive: Foreseen,
): void {
  const perJob = slotsIn(HOUR_MS, stepMs);
  const delay = slotsIn(DELAY_MS, stepMs);
  const known = (values: Foreseen): Cumulative =>
    cumulate(Array.from({ length: delay + perJob }, (_, ahead) => values[ahead] ?? Number.NaN));
  const truth = known(grams.subarray(origin, origin + delay + perJob));
  if (truth.length <= delay + perJob) return;
  const savedBy = (cumulative: Cumulative) =>
    costOf(truth, 0, perJob) - costOf(truth, bestStart(cumulative, 0, delay, perJob), perJob);
  sums.ours += savedBy(known(ours));
  sums.naive += savedBy(known(naive));
  sums.ideal += savedBy(truth);
}
