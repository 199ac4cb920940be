import { NOT_FORESEEN, type Choice } from "../job/choose-slot.ts";
import { percentileOf } from "../job/percentile.ts";
import { UNDER_LIMIT, UNPLANNED, sameForAll, type Chooser } from "./asking.ts";
import type { Outlook } from "./foresight.ts";
import { trailingLimits, type Readings } from "./readings.ts";

/** Under the limit as read or as foreseen; NaN: no limit is known. */
function byLimit(outlook: Outlook, readings: Readings, limit: number): Choice {
  if (Number.isNaN(limit)) return NOT_FORESEEN;
  return readings.newestGrams(outlook.slot) <= limit || outlook.gramsAt(0) <= limit ? UNDER_LIMIT : UNPLANNED;
}

export const byThreshold = (outlook: Outlook, readings: Readings, limit: number): Chooser =>
  sameForAll(() => byLimit(outlook, readings, limit));

export function byTrailingPercentile(
  outlook: Outlook,
  readings: Readings,
  stepMs: number,
  percent: number,
): Chooser {
  const limits = trailingLimits(readings.gramsPerKwh, stepMs, percent);
  return sameForAll((slot) => byLimit(outlook, readings, limits[slot] ?? Number.NaN));
}

/** Of what is foreseen until the Job's own latest start. */
export const byForeseenPercentile = (outlook: Outlook, readings: Readings, percent: number): Chooser => ({
  lookAt: () => {},
  choose({ latest }) {
    const length = latest - outlook.slot + 1;
    const all = Float64Array.from({ length }, (_, ahead) => outlook.gramsAt(ahead));
    const known = all.filter((grams) => !Number.isNaN(grams)).toSorted();
    return byLimit(outlook, readings, percentileOf(known, percent));
  },
});
