/** Grams of one watt over slots: `cumulative[i]` is the sum of the slots before i, so any stretch costs one subtraction. */
export type Cumulative = Float64Array;

/** Infinity where the stretch leaves what is known, at either end: an unknown hour is never a cheap one. */
export function costOf(cumulative: Cumulative, start: number, slots: number): number {
  const before = cumulative[start];
  const after = cumulative[start + slots];
  return before === undefined || after === undefined ? Infinity : after - before;
}

/** The first of the cheapest starts in from..to (inclusive). The one search under the decision, the what-if and the backtest. */
export function bestStart(cumulative: Cumulative, from: number, to: number, slots: number): number {
  let best = from;
  for (let start = from + 1; start <= to; start++) {
    if (costOf(cumulative, start, slots) < costOf(cumulative, best, slots)) best = start;
  }
  return best;
}
