import { exact } from "../carbon/exact.ts";
import type { Cumulative } from "../job/best-start.ts";

/** A series as its stretches without a gap, each with prefix sums of its own: no sum can reach over what is unknown. */
export interface Stretch {
  from: number;
  /** Of the slots from `from` on; its length is one more than theirs. */
  cumulative: Cumulative;
}
export interface Stretches {
  length: number;
  /** The stretch that holds a slot; undefined in a gap. */
  at: (slot: number) => Stretch | undefined;
}

export function stretchesOf(gramsPerKwh: Float64Array): Stretches {
  const stretches: Stretch[] = [];
  const indexes = new Int32Array(gramsPerKwh.length).fill(-1);
  for (let slot = 0; slot < gramsPerKwh.length; slot++) {
    if (Number.isNaN(gramsPerKwh[slot])) continue;
    const from = slot;
    while (slot < gramsPerKwh.length && !Number.isNaN(gramsPerKwh[slot])) slot += 1;
    indexes.fill(stretches.length, from, slot);
    stretches.push({ from, cumulative: sumsOf(gramsPerKwh.subarray(from, slot)) });
  }
  return { length: gramsPerKwh.length, at: (slot) => stretches[indexes[slot] ?? -1] };
}

function sumsOf(gramsPerKwh: Float64Array): Cumulative {
  const cumulative = new Float64Array(gramsPerKwh.length + 1);
  let sum = 0;
  for (let slot = 0; slot < gramsPerKwh.length; slot++) {
    sum += exact(gramsPerKwh[slot] ?? Number.NaN);
    cumulative[slot + 1] = sum;
  }
  return cumulative;
}

/** What a run of `slots` costs by its start, at every start; Infinity where the run meets a gap or leaves the series. */
export function windowCosts({ length, at }: Stretches, slots: number): Float64Array {
  const costs = new Float64Array(length).fill(Infinity);
  for (let slot = 0; slot < length; slot++) {
    const stretch = at(slot);
    if (!stretch) continue;
    const { from, cumulative } = stretch;
    const last = cumulative.length - 1 - slots;
    for (let i = 0; i <= last; i++) costs[from + i] = (cumulative[i + slots] ?? 0) - (cumulative[i] ?? 0);
    slot = from + cumulative.length - 2;
  }
  return costs;
}
