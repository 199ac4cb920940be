import { costOf, type Cumulative } from "./best-start.ts";

/** A planned start is kept while it is within this share of the best: a countdown that jumps for half a percent helps nobody. */
export const KEEP_WITHIN = 1.01;
/** Asked again at every slot, the policy's least saving would end a wait early and give away up to half of what it brings. */
const WORTH_GOING_ON_PERCENT = 0.5;

/** The slot to wait for, or one of the outcomes below, all of which run now. */
export type Choice = number;
export const WINDOW_OPEN = -1;
export const TOO_LITTLE = -2;
export const NOT_FORESEEN = -3;
/** Now is a part of a plan of several stretches. */
export const STRETCH_OPEN = -4;

/** What came before: the slot that was waited for (-1: none), and whether a wait for it goes on. */
export interface Standing {
  plan: number;
  goingOn: boolean;
}

/** What a wait must save was asked when it began; near its end little is left to save, and the best hour is still ahead. */
export const leastSaving = (goingOn: boolean, minSavingPercent: number): number =>
  goingOn ? Math.min(WORTH_GOING_ON_PERCENT, minSavingPercent) : minSavingPercent;

export const savingPercentOf = (costNow: number, cost: number): number =>
  costNow > 0 ? (100 * (costNow - cost)) / costNow : 0;

/**
 * Run now or wait, for a run of `slots` in one piece. `best` is the first of the cheapest starts in now..latest, found by whoever
 * asks: one search serves every Job that waits at a slot. All are indexes into `cumulative`, which ends where nothing is known.
 * Plain numbers, not objects: the backtest asks this a quarter of a million times for a policy.
 */
export function chooseSlot(
  cumulative: Cumulative,
  now: number,
  best: number,
  slots: number,
  latest: number,
  plan: number,
  goingOn: boolean,
  minSavingPercent: number,
): Choice {
  const costNow = costOf(cumulative, now, slots);
  if (!Number.isFinite(costNow)) return NOT_FORESEEN;
  if (best === now) return WINDOW_OPEN;
  const costBest = costOf(cumulative, best, slots);
  if (plan > now && plan <= latest) {
    const costPlan = costOf(cumulative, plan, slots);
    if (costPlan < costNow && costPlan <= KEEP_WITHIN * costBest) return plan;
  }
  return savingPercentOf(costNow, costBest) >= leastSaving(goingOn, minSavingPercent) ? best : TOO_LITTLE;
}
