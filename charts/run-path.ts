import type { Run } from "#server/domain/carbon/runs.ts";
import { round } from "./polar.ts";
import type { Slot } from "./slots.ts";

interface Scales {
  x: (at: number) => number;
  y: (value: number) => number;
}

/**
 * Runs as one path, each with a beginning of its own: nothing joins two of them. In steps, since a value is the mean of
 * its slot; where a chart has fewer points than readings, from one chosen reading to the next.
 */
export function runPath(runs: readonly Run[], { x, y }: Scales, steps: boolean): string {
  return runs
    .map(({ startsAt, gramsPerKwh, endsAt }) => {
      const parts = startsAt.map((at, index) => {
        const [left, top] = [round(x(at)), round(y(gramsPerKwh[index] ?? 0))];
        if (index === 0) return `M${left} ${top}`;
        return steps ? `H${left}V${top}` : `L${left} ${top}`;
      });
      return `${parts.join("")}H${round(x(endsAt))}`;
    })
    .join("");
}

/** Slots that follow one another as runs, so that they are drawn the same way. */
export function runsOfSlots(slots: readonly Slot[]): Run[] {
  const runs: Run[] = [];
  for (const { from, to, value } of slots) {
    const last = runs.at(-1);
    const run = last?.endsAt === from ? last : { startsAt: [], gramsPerKwh: [], endsAt: to };
    if (run !== last) runs.push(run);
    run.startsAt.push(from);
    run.gramsPerKwh.push(value);
    run.endsAt = to;
  }
  return runs;
}

/** The reading that speaks for an instant: the one drawn last before it, within its run. */
export function readingAt(runs: readonly Run[], at: number): { at: number; value: number } | undefined {
  const run = runs.find(({ startsAt, endsAt }) => at >= (startsAt[0] ?? Infinity) && at < endsAt);
  if (!run) return undefined;
  let [low, high] = [0, run.startsAt.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((run.startsAt[middle] ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  const [startsAt, value] = [run.startsAt[low], run.gramsPerKwh[low]];
  return startsAt === undefined || value === undefined ? undefined : { at: startsAt, value };
}

/** The highest value of some runs; 0 without any. */
export const highestOf = (runs: readonly Run[]): number =>
  runs.reduce((highest, { gramsPerKwh }) => gramsPerKwh.reduce((a, b) => Math.max(a, b), highest), 0);
