import { exact } from "../carbon/exact.ts";
import type { ForecastMatrix } from "../carbon/rolling-forecast.ts";
import { countedGrams } from "../job/ahead.ts";
import type { Cumulative } from "../job/best-start.ts";
import type { Choose } from "./input.ts";
import { stretchesOf } from "./stretches.ts";

/**
 * What is foreseen at one slot. One object that is moved from slot to slot: there are hundreds of thousands of looks at it, and a
 * fresh one each would cost more than the looks.
 */
export interface Outlook {
  moveTo: (slot: number) => void;
  slot: number;
  /** Prefix sums; index `now` is this slot, and from `end` on nothing is known. */
  cumulative: Cumulative;
  now: number;
  end: number;
  /** Anything at all is foreseen, though perhaps not this slot. */
  exists: boolean;
  /** g/kWh as foreseen of the slot `ahead` of this one; NaN = not foreseen. */
  gramsAt: (ahead: number) => number;
}

/** `horizon`: how many slots ahead anyone looks. */
export const outlookOf = (choose: Choose, margin: number, horizon: number): Outlook =>
  choose.kind === "known"
    ? knownOutlook(choose.gramsPerKwh)
    : rowOutlook(choose.forecasts, margin, Math.min(horizon, choose.forecasts.slots));

const nothing = () => ({ slot: 0, cumulative: new Float64Array(1), now: 0, end: 0, exists: false });

function knownOutlook(gramsPerKwh: Float64Array): Outlook {
  const stretches = stretchesOf(gramsPerKwh);
  const none = new Float64Array(1);
  const last = gramsPerKwh.findLastIndex((grams) => !Number.isNaN(grams));
  const outlook: Outlook = {
    ...nothing(),
    gramsAt: (ahead) => gramsPerKwh[outlook.slot + ahead] ?? Number.NaN,
    moveTo(slot) {
      const stretch = stretches.at(slot);
      outlook.slot = slot;
      outlook.cumulative = stretch?.cumulative ?? none;
      outlook.now = stretch ? slot - stretch.from : 0;
      outlook.end = outlook.cumulative.length - 1;
      outlook.exists = slot <= last;
    },
  };
  return outlook;
}

function rowOutlook(
  { from, to, slots, gramsPerKwh, high }: ForecastMatrix,
  margin: number,
  horizon: number,
): Outlook {
  const sums = new Float64Array(horizon + 1);
  const countedAt = (index: number): number =>
    countedGrams(gramsPerKwh[index] ?? Number.NaN, high?.[index], margin);
  const isAnyKnown = (row: number): boolean =>
    gramsPerKwh.subarray(row, row + slots).some((grams) => !Number.isNaN(grams));
  const outlook: Outlook = {
    ...nothing(),
    cumulative: sums,
    gramsAt: (ahead) =>
      outlook.exists && ahead < slots
        ? (gramsPerKwh[(outlook.slot - from) * slots + ahead] ?? Number.NaN)
        : Number.NaN,
    moveTo(slot) {
      const row = (slot - from) * slots;
      const within = slot >= from && slot < to;
      outlook.slot = slot;
      outlook.end = within ? addUp(row) : 0;
      if (!within) sums.fill(Number.NaN, 1);
      outlook.exists = outlook.end > 0 || (within && isAnyKnown(row));
    },
  };
  return outlook;

  /** Says how many slots are known; the first that is not makes every sum after it NaN. */
  function addUp(row: number): number {
    let sum = 0;
    for (let ahead = 0; ahead < horizon; ahead++) {
      sum += exact(margin === 0 ? (gramsPerKwh[row + ahead] ?? Number.NaN) : countedAt(row + ahead));
      sums[ahead + 1] = sum;
    }
    return Number.isNaN(sum) ? sums.findIndex((known) => Number.isNaN(known)) - 1 : horizon;
  }
}
