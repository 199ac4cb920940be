import { slotsOf } from "../job/ahead.ts";
import { chooseSlot } from "../job/choose-slot.ts";
import { slotsOfPlan } from "../job/chunk-plan.ts";
import type { BacktestInput, BacktestJob, Trace } from "./input.ts";
import { rangeBest, type RangeBest } from "./range-best.ts";
import { reasonCode } from "./step.ts";
import { stretchesOf, windowCosts, type Stretch, type Stretches } from "./stretches.ts";
import type { Truth } from "./truth.ts";

const OPEN = reasonCode("WindowOpen");
const LATEST = reasonCode("LatestStartReached");
const TOO_LITTLE = reasonCode("TooLittleToSave");

/** Plans one Job for good; false where its plan could still change. */
type Planner = (index: number, job: BacktestJob, stretch: Stretch) => boolean;

/**
 * Where what is foreseen never changes, neither does a plan: it is made once a Job instead of at every slot. Fills `trace` with the
 * Jobs for which that holds; gives back the others, to be stepped through time.
 */
export function planKnown(input: BacktestInput, truth: Truth, trace: Trace): number[] {
  const { choose, jobs, rule } = input;
  const stretches =
    choose.kind === "known" && rule.maxIntensity === undefined ? stretchesOf(choose.gramsPerKwh) : undefined;
  const plan = stretches && plannerOf(input, stretches, truth, trace);
  const rest: number[] = [];
  jobs.forEach((job, index) => {
    const stretch = plan && job.earliest < job.latest ? stretches.at(job.earliest) : undefined;
    if (!plan || !stretch || !plan(index, job, stretch)) rest.push(index);
  });
  return rest;
}

function plannerOf(
  input: BacktestInput,
  stretches: Stretches,
  truth: Truth,
  trace: Trace,
): Planner | undefined {
  const { strategy, minSavingPercent } = input.rule;
  if (strategy === "best-window") return wholePlanner(stretches, truth, trace, minSavingPercent);
  return strategy === "interruptible" && minSavingPercent === 0 ? splitPlanner(input, trace) : undefined;
}

function wholePlanner(stretches: Stretches, truth: Truth, trace: Trace, minSavingPercent: number): Planner {
  const searches = new Map<number, RangeBest>();
  let lastSlots = -1;
  let search: RangeBest = (from) => from;
  const searchOf = (slots: number): RangeBest => {
    if (slots === lastSlots) return search; // most Jobs are as long as the one before
    search = searches.get(slots) ?? rangeBest(windowCosts(stretches, slots));
    searches.set(slots, search);
    lastSlots = slots;
    return search;
  };
  return (index, { earliest, latest, slots }, { from, cumulative }) => {
    const last = Math.min(latest, from + cumulative.length - 1 - slots);
    if (last < earliest) return false;
    const best = searchOf(slots)(earliest, last);
    const now = earliest - from;
    const choice = chooseSlot(
      cumulative,
      now,
      best - from,
      slots,
      latest - from,
      -1,
      false,
      minSavingPercent,
    );
    const start = choice >= 0 ? best : earliest;
    trace.starts[index] = start;
    trace.ends[index] = start + slots;
    trace.slotGrams[index] = truth.costOf(start, slots);
    const onTime = start === latest ? LATEST : OPEN;
    trace.reasons[index] = start === best ? onTime : TOO_LITTLE;
    return true;
  };
}

function splitPlanner({ rule, stepMs, account }: BacktestInput, trace: Trace): Planner {
  const least = slotsOf(rule.minimumChunkMs, stepMs);
  return (index, { earliest, latest, slots }, { from, cumulative }) => {
    const to = latest + slots - from;
    if (to > cumulative.length - 1) return false; // a gap in its range: the plan changes when that has passed
    const chunk = Math.min(least, slots);
    const used = slotsOfPlan({ cumulative, from: earliest - from, to, slots, chunk, running: false });
    const start = from + (used[0] ?? 0);
    trace.starts[index] = start;
    trace.ends[index] = from + (used.at(-1) ?? 0) + 1;
    trace.slotGrams[index] = used.reduce((sum, slot) => sum + (account[from + slot] ?? Number.NaN), 0);
    trace.reasons[index] = start === latest ? LATEST : OPEN;
    return true;
  };
}
