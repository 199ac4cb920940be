import { exact } from "../carbon/exact.ts";
import type { ForecastMatrix } from "../carbon/rolling-forecast.ts";
import { countedGrams } from "../job/ahead.ts";
import type { Cumulative } from "../job/best-start.ts";
import type { Choose } from "./input.ts";
import { stretchesOf, type Stretches } from "./stretches.ts";

const NOTHING: Cumulative = new Float64Array(1);

/** What is foreseen at one slot: index `now` of the sums is that slot. */
export interface Outlook {
  cumulative: Cumulative;
  now: number;
  /** Anything at all is foreseen, though perhaps not this slot. */
  exists: boolean;
  /** g/kWh as foreseen of the slot `ahead` of this one; NaN = not foreseen. */
  gramsAt: (ahead: number) => number;
}
export type Foresight = (slot: number) => Outlook;

export const foresightOf = (choose: Choose, margin: number): Foresight =>
  choose.kind === "known" ? knownForesight(choose.gramsPerKwh) : rowForesight(choose.forecasts, margin);

export function knownForesight(
  gramsPerKwh: Float64Array,
  stretches: Stretches = stretchesOf(gramsPerKwh),
): Foresight {
  let last = gramsPerKwh.length - 1;
  while (last >= 0 && Number.isNaN(gramsPerKwh[last])) last -= 1;
  return (slot) => {
    const stretch = stretches.at(slot);
    return {
      cumulative: stretch?.cumulative ?? NOTHING,
      now: stretch ? slot - stretch.from : 0,
      exists: slot <= last,
      gramsAt: (ahead) => gramsPerKwh[slot + ahead] ?? Number.NaN,
    };
  };
}

function rowForesight({ from, to, slots, gramsPerKwh, high }: ForecastMatrix, margin: number): Foresight {
  const sums = new Float64Array(slots + 1);
  const nothing: Outlook = { cumulative: NOTHING, now: 0, exists: false, gramsAt: () => Number.NaN };
  return (slot) => {
    if (slot < from || slot >= to) return nothing;
    const row = (slot - from) * slots;
    let known = 0;
    for (let sum = 0; known < slots; known++) {
      const grams = gramsPerKwh[row + known] ?? Number.NaN;
      if (Number.isNaN(grams)) break;
      sum += exact(margin === 0 ? grams : countedGrams(grams, high?.[row + known], margin));
      sums[known + 1] = sum;
    }
    return {
      cumulative: sums.subarray(0, known + 1),
      now: 0,
      exists: known > 0 || gramsPerKwh.subarray(row, row + slots).some((grams) => !Number.isNaN(grams)),
      gramsAt: (ahead) => (ahead < slots ? (gramsPerKwh[row + ahead] ?? Number.NaN) : Number.NaN),
    };
  };
}
