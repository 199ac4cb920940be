import { HOUR_MS } from "../clock.ts";
import type { Series } from "../carbon/series.ts";
import type { BacktestResult } from "./backtest.ts";
import { START_REASONS, type BacktestJob } from "./input.ts";
import type { BacktestedJob } from "./view.ts";

const MOST = 200;

/** At most 200 of the Jobs, at equal distances, as people read them. */
export function sampleOf(
  { startsAt, stepMs }: Pick<Series, "startsAt" | "stepMs">,
  jobs: readonly BacktestJob[],
  { trace, bounds }: BacktestResult,
): BacktestedJob[] {
  const every = Math.max(1, Math.ceil(jobs.length / MOST));
  const at = (slot = 0) => new Date(startsAt + slot * stepMs);
  const grams = (sum = Number.NaN) => (Number.isNaN(sum) ? null : sum * (stepMs / HOUR_MS));
  return jobs.flatMap(({ arrival, slots }, index) => {
    if (index % every !== 0) return [];
    const end = trace.ends[index] ?? 0;
    return [
      {
        arrivesAt: at(arrival),
        startsAt: at(trace.starts[index]),
        endsAt: at(end),
        grams: grams(trace.slotGrams[index]),
        gramsAtOnce: grams(bounds.atOnce[index]),
        delayMs: (end - slots - arrival) * stepMs,
        fallback: trace.fallbacks[index] === 1,
        reason: START_REASONS[trace.reasons[index] ?? 0] ?? "WindowOpen",
      },
    ];
  });
}
