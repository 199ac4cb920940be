import type { Forecast } from "./forecast.ts";

/** What a forecast says of a stretch: its mean, weighted by time, and how much of the stretch it knows. */
export interface MeanOver {
  gramsPerKwh: number;
  knownMs: number;
}

/** Undefined where nothing of the stretch is foreseen. */
export function meanOver(
  { startsAt, stepMs, gramsPerKwh }: Pick<Forecast, "startsAt" | "stepMs" | "gramsPerKwh">,
  from: Date,
  to: Date,
): MeanOver | undefined {
  let sum = 0;
  let knownMs = 0;
  gramsPerKwh.forEach((grams, slot) => {
    const start = +startsAt + slot * stepMs;
    const overlap = Math.min(+to, start + stepMs) - Math.max(+from, start);
    if (grams === null || overlap <= 0) return;
    sum += grams * overlap;
    knownMs += overlap;
  });
  return knownMs > 0 ? { gramsPerKwh: sum / knownMs, knownMs } : undefined;
}
