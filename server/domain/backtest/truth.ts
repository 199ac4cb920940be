import { slotsOfPlan } from "../job/chunk-plan.ts";
import { select } from "../job/select.ts";
import type { BacktestJob } from "./input.ts";
import { rangeBest, type RangeBest } from "./range-best.ts";
import { stretchesOf, windowCosts } from "./stretches.ts";

/** What each Job could have emitted, whatever was decided: sums over its slots, g/kWh; NaN where that is not known. */
export interface Bounds {
  atOnce: Float64Array;
  ideal: Float64Array;
  worst: Float64Array;
  median: Float64Array;
}

/** What was emitted, ready to be asked. Holds for every policy tried on the same Jobs: make it once. */
export interface Truth {
  /** Of a run in one piece; NaN where it is not known. */
  costOf: (start: number, slots: number) => number;
  /** `chunk` > 0: the ideal may split the run into stretches of that many slots at least; 0: it may not. */
  bounds: (chunk: number) => Bounds;
}

export function truthOf(account: Float64Array, jobs: readonly BacktestJob[]): Truth {
  const stretches = stretchesOf(account);
  const windows = new Map<number, { costs: Float64Array; best: RangeBest }>();
  const windowsOf = (slots: number) => {
    const known = windows.get(slots);
    if (known) return known;
    const costs = windowCosts(stretches, slots);
    const made = { costs, best: rangeBest(costs) };
    windows.set(slots, made);
    return made;
  };
  let lastSlots = -1;
  let lastCosts: Float64Array = new Float64Array(0);
  const costOf = (start: number, slots: number): number => {
    if (slots !== lastSlots) {
      lastSlots = slots;
      lastCosts = windowsOf(slots).costs;
    }
    return finite(lastCosts[start]);
  };

  function splitIdeal({ earliest, latest, slots }: BacktestJob, chunk: number): number {
    const stretch = stretches.at(earliest);
    if (!stretch) return Number.NaN;
    const { from, cumulative } = stretch;
    const to = Math.min(latest + slots - from, cumulative.length - 1);
    const task = {
      cumulative,
      from: earliest - from,
      to,
      slots,
      chunk: Math.min(chunk, slots),
      running: false,
    };
    const used = slotsOfPlan(task);
    if (used.length < slots) return Number.NaN;
    return used.reduce((sum, slot) => sum + (cumulative[slot + 1] ?? 0) - (cumulative[slot] ?? 0), 0);
  }

  function boundsOf(chunk: number): Bounds {
    const [atOnce, ideal, worst, median] = [0, 1, 2, 3].map(() => new Float64Array(jobs.length));
    const bounds = { atOnce, ideal, worst, median } as Bounds;
    jobs.forEach((job, index) => {
      const { costs, best } = windowsOf(job.slots);
      const [middle, most] = spreadOf(costs, job.earliest, job.latest);
      bounds.atOnce[index] = costOf(job.arrival, job.slots);
      bounds.worst[index] = most;
      bounds.median[index] = middle;
      bounds.ideal[index] =
        chunk > 0 ? splitIdeal(job, chunk) : finite(costs[best(job.earliest, job.latest)]);
    });
    return bounds;
  }

  const made = new Map<number, Bounds>();
  return {
    costOf,
    bounds(chunk) {
      const bounds = made.get(chunk) ?? boundsOf(chunk);
      made.set(chunk, bounds);
      return bounds;
    },
  };
}

const finite = (cost: number | undefined): number =>
  cost === undefined || cost === Infinity ? Number.NaN : cost;

let scratch = new Float64Array(512);

/** Median and greatest cost of the starts that are known; NaN without one. */
function spreadOf(costs: Float64Array, from: number, to: number): [number, number] {
  if (scratch.length < to - from + 1) scratch = new Float64Array(2 * (to - from + 1));
  let count = 0;
  let most = Number.NaN;
  for (let start = Math.max(0, from); start <= to; start++) {
    const cost = costs[start] ?? Infinity;
    if (cost === Infinity) continue;
    scratch[count++] = cost;
    if (!(cost <= most)) most = cost;
  }
  const below = select(scratch, count, (count - 1) >> 1);
  const above = select(scratch, count, count >> 1);
  return [(below + above) / 2, most];
}
