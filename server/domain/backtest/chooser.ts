import { slotsOf } from "../job/ahead.ts";
import { NOT_FORESEEN, WINDOW_OPEN, type Choice } from "../job/choose-slot.ts";
import { greenClock } from "../job/green-hours.ts";
import { EACH, SIGNAL_STALE, UNDER_LIMIT, UNPLANNED, sameForAll, type Chooser } from "./asking.ts";
import { outlookOf } from "./foresight.ts";
import type { BacktestInput } from "./input.ts";
import { readingsOf } from "./readings.ts";
import { byForeseenPercentile, byTrailingPercentile, byThreshold } from "./by-limit.ts";
import { byChunks, byWindow } from "./by-window.ts";

/** The order of questions is decide()'s: a reading, its age, the limit, a forecast, and then the strategy. */
export function chooserOf(input: BacktestInput): Chooser {
  const { choose, stepMs, rule } = input;
  const readings = readingsOf(choose, stepMs);
  const limit = rule.maxIntensity ?? -Infinity;
  const isUnder = (slot: number) => readings.newestGrams(slot) <= limit;
  if (rule.strategy === "static") {
    const isGreen = greenClock(rule);
    return sameForAll((slot) => {
      if (!readings.isStale(slot) && isUnder(slot)) return UNDER_LIMIT;
      return isGreen(input.startsAtMs + slot * stepMs) ? WINDOW_OPEN : UNPLANNED;
    });
  }
  const outlook = outlookOf(choose, rule.uncertaintyMargin, horizonOf(input));
  const strategy = strategyOf(input);
  let common: Choice = EACH;
  return {
    lookAt(slot) {
      outlook.moveTo(slot);
      common = gate(slot);
      if (common === EACH) strategy.lookAt(slot);
    },
    choose: (asking) => (common === EACH ? strategy.choose(asking) : common),
  };

  function gate(slot: number): Choice {
    if (readings.isStale(slot))
      return readings.newest(slot) < 0 && !outlook.exists ? NOT_FORESEEN : SIGNAL_STALE;
    if (isUnder(slot)) return UNDER_LIMIT;
    return outlook.exists ? EACH : NOT_FORESEEN;
  }

  function strategyOf({ rule: { strategy: name, ...rest } }: BacktestInput): Chooser {
    switch (name) {
      case "threshold":
        return byThreshold(outlook, readings, rest.maxIntensity ?? Infinity);
      case "percentile":
        return rest.percentileOf === "forecast"
          ? byForeseenPercentile(outlook, readings, rest.percentile)
          : byTrailingPercentile(outlook, readings, stepMs, rest.percentile);
      case "interruptible":
        return byChunks(outlook, slotsOf(rest.minimumChunkMs, stepMs), rest.minSavingPercent);
      case "static":
      case "best-window":
        return byWindow(outlook, rest.minSavingPercent);
    }
  }
}

const horizonOf = ({ jobs }: BacktestInput): number =>
  jobs.reduce((most, { earliest, latest, slots }) => Math.max(most, latest - earliest + slots), 0);
