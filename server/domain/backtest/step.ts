import { slotsOf } from "../job/ahead.ts";
import { NOT_FORESEEN, STRETCH_OPEN, TOO_LITTLE, WINDOW_OPEN, type Choice } from "../job/choose-slot.ts";
import { SIGNAL_STALE, UNDER_LIMIT, UNPLANNED, type Asking, type Chooser } from "./asking.ts";
import { chooserOf } from "./chooser.ts";
import { START_REASONS, type BacktestInput, type StartReason, type Trace } from "./input.ts";
import type { Truth } from "./truth.ts";

const REASON: Record<number, StartReason> = {
  [WINDOW_OPEN]: "WindowOpen",
  [STRETCH_OPEN]: "WindowOpen",
  [TOO_LITTLE]: "TooLittleToSave",
  [NOT_FORESEEN]: "NoForecast",
  [SIGNAL_STALE]: "SignalStale",
  [UNDER_LIMIT]: "UnderLimit",
};
export const reasonCode = (reason: StartReason): number => START_REASONS.indexOf(reason);

/** A Job under way. */
interface Waiting extends Asking {
  index: number;
  earliest: number;
  /** The slot at which its present stretch began. */
  since: number;
}

/** Goes through time slot by slot, as the release loop does, and asks for each Job that waits. Fills `trace`. */
export function stepThrough(
  input: BacktestInput,
  truth: Truth,
  indexes: readonly number[],
  trace: Trace,
): void {
  const comers = comersOf(input, indexes);
  const chooser = chooserOf(input);
  const isDone = lookerOf(input, chooser, truth, trace);
  const active: Waiting[] = [];
  let slot = 0;
  let next = 0;
  while (next < comers.length || active.length > 0) {
    if (active.length === 0) slot = comers[next]?.earliest ?? slot;
    for (let comer = comers[next]; comer && comer.earliest <= slot; comer = comers[next]) {
      active.push(comer);
      next += 1;
    }
    chooser.lookAt(slot);
    let still = 0;
    for (const job of active) if (!isDone(job, slot)) active[still++] = job;
    active.length = still;
    slot += 1;
  }
}

/** In order of their earliest start. */
function comersOf({ jobs, rule, stepMs }: BacktestInput, indexes: readonly number[]): Waiting[] {
  const chunk = rule.strategy === "interruptible" ? slotsOf(rule.minimumChunkMs, stepMs) : 1;
  return indexes
    .flatMap((index) => {
      const job = jobs[index];
      if (!job) return [];
      const { earliest, latest, slots } = job;
      const standing = { plan: -1, goingOn: false };
      return [{ index, earliest, latest, slots, chunk, since: -1, running: false, fresh: false, standing }];
    })
    .toSorted((a, b) => a.earliest - b.earliest);
}

/** Looks at one Job at one slot; true when there is no more to decide of it. */
function lookerOf(
  { rule, account, decideOnce = false }: BacktestInput,
  chooser: Chooser,
  truth: Truth,
  trace: Trace,
) {
  const splits = rule.strategy === "interruptible";

  function choiceOf(job: Waiting, slot: number): Choice {
    const { plan } = job.standing;
    if (!decideOnce || plan < 0 || plan === UNPLANNED) return chooser.choose(job);
    return slot < plan ? plan : WINDOW_OPEN;
  }

  function started(job: Waiting, slot: number, choice: Choice, forced: boolean): void {
    const { index, standing } = job;
    const waited = standing.plan >= 0; // the end of a wait is told as that, though little was left to save
    const reason = choice === TOO_LITTLE && waited ? "WindowOpen" : (REASON[choice] ?? "WindowOpen");
    trace.starts[index] = slot;
    trace.reasons[index] = reasonCode(forced ? "LatestStartReached" : reason);
    trace.fallbacks[index] = forced && standing.plan !== slot && !isMet(job) ? 1 : 0;
    trace.slotGrams[index] = 0;
  }

  function runSlot(job: Waiting, slot: number): boolean {
    trace.slotGrams[job.index] = (trace.slotGrams[job.index] ?? 0) + (account[slot] ?? Number.NaN);
    trace.ends[job.index] = slot + 1;
    if (!job.running) job.since = slot;
    job.running = true;
    job.slots -= 1;
    job.latest += 1;
    return job.slots === 0;
  }

  function runWhole({ index, slots }: Waiting, slot: number): boolean {
    trace.slotGrams[index] = truth.costOf(slot, slots);
    trace.ends[index] = slot + slots;
    return true;
  }

  /** What it waited for has come with its latest start: a rule that names no hour is asked once more. */
  const isMet = (job: Waiting): boolean => {
    if (job.standing.plan !== UNPLANNED) return false;
    const choice = chooser.choose(job);
    return choice === UNDER_LIMIT || choice === WINDOW_OPEN;
  };

  return (job: Waiting, slot: number): boolean => {
    const forced = slot >= job.latest;
    job.fresh = job.running && slot - job.since < job.chunk;
    const choice = forced ? WINDOW_OPEN : choiceOf(job, slot);
    const waits = choice >= 0;
    if (!waits && trace.starts[job.index] === -1) started(job, slot, choice, forced);
    job.standing.plan = waits ? choice : -1;
    job.standing.goingOn = waits ? choice !== UNPLANNED : choice === STRETCH_OPEN;
    if (waits) {
      job.running = false;
      return false;
    }
    return splits ? runSlot(job, slot) : runWhole(job, slot);
  };
}
