import { costOf, type Cumulative } from "./best-start.ts";
import {
  KEEP_WITHIN,
  NOT_FORESEEN,
  STRETCH_OPEN,
  TOO_LITTLE,
  WINDOW_OPEN,
  leastSaving,
  savingPercentOf,
  type Choice,
  type Standing,
} from "./choose-slot.ts";
import { costStartingAt, planChunks, type ChunkPlan, type ChunkTask } from "./chunk-plan.ts";

/** A run that may be split, as it stands at a slot. */
export interface SplitRun {
  /** What is left of it. */
  slots: number;
  /** The last slot at which the rest still ends in time. */
  latest: number;
  chunk: number;
  running: boolean;
}

/** Where the rest may lie: up to the end that its latest start allows, and no further than what is foreseen. */
export const taskOf = (cumulative: Cumulative, now: number, run: SplitRun): ChunkTask => ({
  cumulative,
  from: now,
  to: Math.min(run.latest + run.slots, cumulative.length - 1),
  slots: run.slots,
  chunk: Math.min(run.chunk, run.slots),
  running: run.running,
});

/**
 * Run in this slot or wait, for a run that may be split: it runs in the slots of the cheapest plan. To pause must bring as much
 * as to wait; a rest shorter than a chunk is not split off.
 */
export function chooseChunk(
  cumulative: Cumulative,
  now: number,
  run: SplitRun,
  standing: Standing,
  minSavingPercent: number,
): Choice {
  const task = taskOf(cumulative, now, run);
  const costNow = costOf(cumulative, now, run.slots);
  if (!Number.isFinite(costNow)) return NOT_FORESEEN;
  if (run.running && run.slots < run.chunk) return WINDOW_OPEN;
  const best = planChunks(task);
  if (best.grams >= costNow) return WINDOW_OPEN;
  if (best.first > now && isKept(task, best, standing.plan, costNow, run.latest)) return standing.plan;
  const least = leastSaving(standing.goingOn, minSavingPercent);
  if (savingPercentOf(costNow, best.grams) < least) return TOO_LITTLE;
  return best.first === now ? STRETCH_OPEN : best.first;
}

function isKept(task: ChunkTask, best: ChunkPlan, plan: number, costNow: number, latest: number): boolean {
  if (plan <= task.from || plan > latest) return false;
  const grams = plan === best.first ? best.grams : costStartingAt(task, plan);
  return grams < costNow && grams <= KEEP_WITHIN * best.grams;
}
