import { HOUR_MS } from "../clock.ts";
import type { BacktestJob, Trace } from "./input.ts";
import type { Bounds } from "./truth.ts";

/** Of all Jobs whose emissions are known, at 1 kW each. A saving below 0 is one: waiting cost more than it brought. */
export interface Totals {
  jobs: number;
  /** Jobs that ran over a gap, or would have: counted in nothing else but the delays and the fallbacks. */
  unknownJobs: number;
  grams: number;
  gramsAtOnce: number;
  savingPercent: number;
  /** What perfect foresight saves, under the same bounds. */
  idealPercent: number;
  /** savingPercent as a share of idealPercent; null where there is nothing to save. */
  captured: number | null;
  /** Against the dearest, and the median, of the starts that each Job could have had. */
  savingOverWorstPercent: number;
  savingOverMedianPercent: number;
  /** How much later Jobs end than had they run at once. */
  meanDelayHours: number;
  fallbackPercent: number;
  /** Jobs that started after their latest start, or ended after the end it allows. None: a deadline always wins. */
  deadlineMisses: number;
}

export function totalsOf(jobs: readonly BacktestJob[], trace: Trace, bounds: Bounds, stepMs: number): Totals {
  const sums = { used: 0, atOnce: 0, ideal: 0, worst: 0, median: 0, delay: 0, fallbacks: 0, misses: 0 };
  let unknownJobs = 0;
  jobs.forEach(({ arrival, latest, slots }, index) => {
    const start = trace.starts[index] ?? 0;
    const end = trace.ends[index] ?? 0;
    sums.delay += end - slots - arrival;
    sums.fallbacks += trace.fallbacks[index] ?? 0;
    sums.misses += start > latest || end > latest + slots ? 1 : 0;
    const used = trace.slotGrams[index] ?? Number.NaN;
    const atOnce = bounds.atOnce[index] ?? Number.NaN;
    const ideal = bounds.ideal[index] ?? Number.NaN;
    if (Number.isNaN(used + atOnce + ideal)) {
      unknownJobs += 1;
      return;
    }
    sums.used += used;
    sums.atOnce += atOnce;
    sums.ideal += ideal;
    sums.worst += bounds.worst[index] ?? 0;
    sums.median += bounds.median[index] ?? 0;
  });
  const hours = stepMs / HOUR_MS;
  const savingPercent = savingOf(sums.used, sums.atOnce);
  const idealPercent = savingOf(sums.ideal, sums.atOnce);
  const share = (sum: number) => (jobs.length > 0 ? sum / jobs.length : 0);
  return {
    jobs: jobs.length,
    unknownJobs,
    grams: sums.used * hours,
    gramsAtOnce: sums.atOnce * hours,
    savingPercent,
    idealPercent,
    captured: idealPercent > 0 ? savingPercent / idealPercent : null,
    savingOverWorstPercent: savingOf(sums.used, sums.worst),
    savingOverMedianPercent: savingOf(sums.used, sums.median),
    meanDelayHours: share(sums.delay) * hours,
    fallbackPercent: 100 * share(sums.fallbacks),
    deadlineMisses: sums.misses,
  };
}

const savingOf = (used: number, against: number): number => (against > 0 ? 100 * (1 - used / against) : 0);
