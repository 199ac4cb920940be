import { slotsOf } from "../job/ahead.ts";
import { chooseSlot, type Standing } from "../job/choose-slot.ts";
import { slotsOfPlan } from "../job/chunk-plan.ts";
import type { BacktestInput, BacktestJob, Trace } from "./input.ts";
import { rangeBest, type RangeBest } from "./range-best.ts";
import { reasonCode } from "./step.ts";
import { stretchesOf, windowCosts, type Stretch } from "./stretches.ts";
import type { Truth } from "./truth.ts";

const FRESH: Standing = { plan: -1, goingOn: false };

/**
 * Where what is foreseen never changes, neither does a plan: it is made once a Job instead of at every slot. Fills `trace` with the
 * Jobs for which that holds; gives back the others, to be stepped through time.
 */
export function planKnown(input: BacktestInput, truth: Truth, trace: Trace): number[] {
  const { choose, jobs, rule } = input;
  const indexes = jobs.map((_, index) => index);
  const whole = rule.strategy === "best-window";
  const split = rule.strategy === "interruptible" && rule.minSavingPercent === 0;
  if (choose.kind !== "known" || rule.maxIntensity !== undefined || !(whole || split)) return indexes;
  const stretches = stretchesOf(choose.gramsPerKwh);
  const searches = new Map<number, RangeBest>();
  const bestIn = (slots: number): RangeBest => {
    const known = searches.get(slots);
    if (known) return known;
    const made = rangeBest(windowCosts(stretches, slots));
    searches.set(slots, made);
    return made;
  };
  return indexes.filter((index) => {
    const job = jobs[index];
    const stretch = job && stretches.at(job.earliest);
    if (!job || !stretch || job.earliest >= job.latest) return true;
    return whole ? !planWhole(job, stretch, bestIn(job.slots)) : !planSplit(job, stretch);

    function planWhole(
      { earliest, latest, slots }: BacktestJob,
      { from, cumulative }: Stretch,
      bestOf: RangeBest,
    ) {
      const last = Math.min(latest, from + cumulative.length - 1 - slots);
      if (last < earliest) return false;
      const best = bestOf(earliest, last);
      const run = { slots, latest: latest - from };
      const choice = chooseSlot(cumulative, earliest - from, best - from, run, FRESH, rule.minSavingPercent);
      const start = choice >= 0 ? best : earliest;
      trace.starts[index] = start;
      trace.ends[index] = start + slots;
      trace.slotGrams[index] = truth.costOf(start, slots);
      const late = start === latest ? "LatestStartReached" : "WindowOpen";
      trace.reasons[index] = reasonCode(choice >= 0 || best === earliest ? late : "TooLittleToSave");
      return true;
    }

    function planSplit({ earliest, latest, slots }: BacktestJob, { from, cumulative }: Stretch) {
      const to = latest + slots - from;
      if (to > cumulative.length - 1) return false; // a gap in its range: the plan changes when that has passed
      const chunk = Math.min(slotsOf(rule.minimumChunkMs, input.stepMs), slots);
      const used = slotsOfPlan({ cumulative, from: earliest - from, to, slots, chunk, running: false });
      const start = from + (used[0] ?? 0);
      trace.starts[index] = start;
      trace.ends[index] = from + (used.at(-1) ?? 0) + 1;
      trace.slotGrams[index] = used.reduce(
        (sum, slot) => sum + (input.account[from + slot] ?? Number.NaN),
        0,
      );
      trace.reasons[index] = reasonCode(start === latest ? "LatestStartReached" : "WindowOpen");
      return true;
    }
  });
}
