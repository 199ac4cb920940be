import { slotsOf } from "../job/ahead.ts";
import { costOf } from "../job/best-start.ts";
import {
  NOT_FORESEEN,
  STRETCH_OPEN,
  WINDOW_OPEN,
  chooseSlot,
  type Choice,
  type Standing,
} from "../job/choose-slot.ts";
import { chooseChunk, type SplitRun } from "../job/choose-chunk.ts";
import { greenClock } from "../job/green-hours.ts";
import { percentileOf } from "../job/percentile.ts";
import { foresightOf, type Outlook } from "./foresight.ts";
import type { BacktestInput } from "./input.ts";
import { readingsOf, trailingLimits, type Readings } from "./readings.ts";

export const UNDER_LIMIT = -5;
export const SIGNAL_STALE = -6;
/** Wait, without an hour in view. */
export const UNPLANNED = Number.MAX_SAFE_INTEGER;

/** A Job as it stands at a slot; slots are those of the series. */
export interface Asking extends SplitRun {
  standing: Standing;
  /** It runs, for less than a chunk so far. */
  fresh: boolean;
}

/** The decision of every Job that asks at one slot. A wait is told by the slot it waits for. */
export type Chooser = (slot: number) => (asking: Asking) => Choice;

/** The order of questions is decide()'s: a reading, its age, the limit, a forecast, and then the strategy. */
export function chooserOf(input: BacktestInput): Chooser {
  const { choose, stepMs, rule } = input;
  const readings = readingsOf(choose, stepMs);
  const limit = rule.maxIntensity ?? -Infinity;
  const isUnder = (slot: number) => (readings.gramsPerKwh[readings.newest(slot)] ?? Infinity) <= limit;
  if (rule.strategy === "static") {
    const isGreen = greenClock(rule);
    return (slot) => {
      const under = !readings.isStale(slot) && isUnder(slot);
      const green = isGreen(input.startsAtMs + slot * stepMs) ? WINDOW_OPEN : UNPLANNED;
      return always(under ? UNDER_LIMIT : green);
    };
  }
  const foresight = foresightOf(choose, rule.uncertaintyMargin);
  const byStrategy = strategyOf(input, readings);
  return (slot) => {
    const stale = readings.isStale(slot);
    const outlook = foresight(slot);
    if (stale) return always(readings.newest(slot) < 0 && !outlook.exists ? NOT_FORESEEN : SIGNAL_STALE);
    if (isUnder(slot)) return always(UNDER_LIMIT);
    return outlook.exists ? byStrategy(slot, outlook) : always(NOT_FORESEEN);
  };
}

const always = (choice: Choice) => (): Choice => choice;
type ByStrategy = (slot: number, outlook: Outlook) => (asking: Asking) => Choice;

function strategyOf(input: BacktestInput, readings: Readings): ByStrategy {
  const { rule, stepMs } = input;
  switch (rule.strategy) {
    case "threshold":
      return byLimit(readings, () => () => rule.maxIntensity ?? Infinity);
    case "percentile":
      return rule.percentileOf === "forecast"
        ? byLimit(readings, foreseenLimit(rule.percentile))
        : byLimit(readings, trailingLimit(readings, stepMs, rule.percentile));
    case "interruptible":
      return chunks(slotsOf(rule.minimumChunkMs, stepMs), rule.minSavingPercent);
    case "static":
    case "best-window":
      return windows(rule.minSavingPercent);
  }
}

/** NaN: no limit is known. */
type LimitAt = (slot: number, outlook: Outlook) => (asking: Asking) => number;

const byLimit =
  (readings: Readings, limitAt: LimitAt): ByStrategy =>
  (slot, outlook) => {
    const read = readings.gramsPerKwh[readings.newest(slot)] ?? Infinity;
    const foreseen = outlook.gramsAt(0);
    const limitOf = limitAt(slot, outlook);
    return (asking) => {
      const limit = limitOf(asking);
      if (Number.isNaN(limit)) return NOT_FORESEEN;
      return read <= limit || foreseen <= limit ? UNDER_LIMIT : UNPLANNED;
    };
  };

function trailingLimit({ gramsPerKwh }: Readings, stepMs: number, percent: number): LimitAt {
  const limits = trailingLimits(gramsPerKwh, stepMs, percent);
  return (slot) => () => limits[slot] ?? Number.NaN;
}

const foreseenLimit =
  (percent: number): LimitAt =>
  (slot, outlook) =>
  ({ latest }) => {
    const all = Float64Array.from({ length: latest - slot + 1 }, (_, ahead) => outlook.gramsAt(ahead));
    return percentileOf(all.filter((grams) => !Number.isNaN(grams)).toSorted(), percent);
  };

const chunks =
  (chunk: number, minSavingPercent: number): ByStrategy =>
  (slot, { cumulative, now }) => {
    const shift = slot - now;
    return ({ slots, latest, running, fresh, standing }) => {
      if (fresh) return standing.goingOn ? STRETCH_OPEN : WINDOW_OPEN;
      const run = { slots, latest: latest - shift, chunk, running };
      const plan = standing.plan < 0 ? -1 : standing.plan - shift;
      const choice = chooseChunk(cumulative, now, run, { ...standing, plan }, minSavingPercent);
      return choice < 0 ? choice : choice + shift;
    };
  };

/** One search a slot and length serves every Job that waits there: the best start up to each later one. */
function windows(minSavingPercent: number): ByStrategy {
  const bests = new Map<number, { searched: number; best: Int32Array }>();
  return (slot, { cumulative, now }) => {
    const shift = slot - now;
    for (const found of bests.values()) found.searched = -1;
    const bestOf = (slots: number, latest: number): number => {
      const last = Math.min(latest, cumulative.length - 1 - slots) - now;
      if (last <= 0) return now;
      let found = bests.get(slots);
      if (!found || found.best.length <= last) {
        found = { searched: -1, best: new Int32Array(2 * last + 2) };
        bests.set(slots, found);
      }
      for (let ahead = found.searched + 1; ahead <= last; ahead++) {
        const before = found.best[ahead - 1] ?? 0;
        const better =
          ahead > 0 && costOf(cumulative, now + ahead, slots) < costOf(cumulative, now + before, slots);
        found.best[ahead] = better ? ahead : before;
      }
      found.searched = Math.max(found.searched, last);
      return now + (found.best[last] ?? 0);
    };
    return ({ slots, latest, standing }) => {
      const run = { slots, latest: latest - shift };
      const plan = standing.plan < 0 ? -1 : standing.plan - shift;
      const best = bestOf(slots, run.latest);
      const choice = chooseSlot(cumulative, now, best, run, { ...standing, plan }, minSavingPercent);
      return choice < 0 ? choice : choice + shift;
    };
  };
}
