import type { BacktestJob } from "#server/domain/backtest/input.ts";
import type { ForecastMatrix } from "#server/domain/carbon/rolling-forecast.ts";

export interface Scanned {
  starts: Int32Array;
  grams: number;
  gramsAtOnce: number;
}

function sumOf(grams: Float64Array, start: number, slots: number): number {
  let sum = 0;
  for (let slot = start; slot < start + slots; slot++) sum += grams[slot] ?? Number.NaN;
  return sum;
}

/** What one would write at first: each job tries each of its starts, and each start adds up its slots. */
export function scanKnown(
  choose: Float64Array,
  account: Float64Array,
  jobs: readonly BacktestJob[],
): Scanned {
  const starts = new Int32Array(jobs.length);
  let grams = 0;
  let gramsAtOnce = 0;
  jobs.forEach(({ arrival, earliest, latest, slots }, index) => {
    let best = earliest;
    let least = Infinity;
    for (let start = earliest; start <= latest; start++) {
      const cost = sumOf(choose, start, slots);
      if (cost < least) [best, least] = [start, cost];
    }
    starts[index] = best;
    grams += sumOf(account, best, slots);
    gramsAtOnce += sumOf(account, arrival, slots);
  });
  return { starts, grams, gramsAtOnce };
}

/** The same, looked at again in every slot that a job waits: it starts when now is the best that is foreseen. */
export function scanForecasts(
  { from, slots: width, gramsPerKwh }: ForecastMatrix,
  account: Float64Array,
  jobs: readonly BacktestJob[],
): Scanned {
  const starts = new Int32Array(jobs.length);
  let grams = 0;
  let gramsAtOnce = 0;
  jobs.forEach(({ arrival, earliest, latest, slots }, index) => {
    let now = earliest;
    for (; now < latest; now++) {
      const row = (now - from) * width;
      let best = 0;
      let least = Infinity;
      for (let ahead = 0; ahead <= latest - now; ahead++) {
        const cost = sumOf(gramsPerKwh, row + ahead, slots);
        if (cost < least) [best, least] = [ahead, cost];
      }
      if (best === 0) break;
    }
    starts[index] = now;
    grams += sumOf(account, now, slots);
    gramsAtOnce += sumOf(account, arrival, slots);
  });
  return { starts, grams, gramsAtOnce };
}
