import { cumulate, type Forecast } from "../carbon/forecast.ts";
import { aheadOf, cumulateCounted, slotsOf } from "./ahead.ts";
import { bestStart, costOf } from "./best-start.ts";
import {
  NOT_FORESEEN,
  STRETCH_OPEN,
  TOO_LITTLE,
  WINDOW_OPEN,
  chooseSlot,
  savingPercentOf,
  type Choice,
  type Standing,
} from "./choose-slot.ts";
import { chooseChunk, taskOf } from "./choose-chunk.ts";
import { slotsOfPlan } from "./chunk-plan.ts";
import type { DecideInput, Decision } from "./decision.ts";

/** The cheapest stretch that holds the whole run. */
export function waitForBest(input: DecideInput, forecast: Forecast): Decision {
  const { job, policy, previous, now } = input;
  const { gramsPerKwh, high, slotOf, startOf } = aheadOf(forecast, now);
  const counted = cumulateCounted(gramsPerKwh, high, policy.uncertaintyMargin);
  const foreseen = cumulate(gramsPerKwh);
  const slots = slotsOf(job.durationMs, forecast.stepMs);
  const latest = slotOf(job.latestStart);
  const { plan, goingOn } = standingOf(previous, slotOf);
  const best = bestStart(counted, 0, latest, slots);
  const choice = chooseSlot(counted, 0, best, slots, latest, plan, goingOn, policy.minSavingPercent);
  const savingPercent = savingPercentOf(
    costOf(foreseen, 0, slots),
    costOf(foreseen, choice > 0 ? choice : best, slots),
  );
  return decisionOf(choice, { savingPercent, waited: previous?.kind === "wait", startOf });
}

/** The cheapest slots that hold the rest of a run which may be suspended and go on. */
export function waitForChunks(input: DecideInput, forecast: Forecast): Decision {
  const { job, policy, previous, now } = input;
  const { stepMs } = forecast;
  const leftMs = job.durationMs - (job.ranMs ?? 0);
  const fresh = job.runningSince !== undefined && +now - +job.runningSince < policy.minimumChunkMs;
  if (leftMs <= 0) return { kind: "run-now", reason: "WindowOpen" };
  if (fresh)
    return { kind: "run-now", reason: "WindowOpen", ...(isStretch(previous) && stillSaves(previous)) };
  const { gramsPerKwh, high, slotOf, startOf } = aheadOf(forecast, now);
  const counted = cumulateCounted(gramsPerKwh, high, policy.uncertaintyMargin);
  const run = {
    slots: slotsOf(leftMs, stepMs),
    latest: slotOf(job.latestStart),
    chunk: slotsOf(policy.minimumChunkMs, stepMs),
    running: job.runningSince !== undefined,
  };
  const choice = chooseChunk(counted, 0, run, standingOf(previous, slotOf), policy.minSavingPercent);
  const foreseen = cumulate(gramsPerKwh);
  const task = taskOf(counted, 0, run);
  const planned = slotsOfPlan(choice > 0 ? { ...task, from: choice, running: false } : task);
  const grams = planned.reduce((sum, slot) => sum + costOf(foreseen, slot, 1), 0);
  const savingPercent = savingPercentOf(costOf(foreseen, 0, run.slots), grams);
  return decisionOf(choice, { savingPercent, waited: previous?.kind === "wait", startOf });
}

interface Telling {
  savingPercent: number;
  waited: boolean;
  startOf: (slot: number) => Date;
}

function decisionOf(choice: Choice, { savingPercent, waited, startOf }: Telling): Decision {
  switch (choice) {
    case NOT_FORESEEN:
      return { kind: "run-now", reason: "NoForecast" };
    case WINDOW_OPEN:
      return { kind: "run-now", reason: "WindowOpen" };
    case STRETCH_OPEN:
      return { kind: "run-now", reason: "WindowOpen", savingPercent };
    case TOO_LITTLE:
      return waited
        ? { kind: "run-now", reason: "WindowOpen" }
        : { kind: "run-now", reason: "TooLittleToSave", savingPercent };
    default:
      return { kind: "wait", reason: "BetterWindowAhead", until: startOf(choice), savingPercent };
  }
}

/** A wait for a window goes on; so does a run in one of several stretches, which is told by what the rest still saves. */
function standingOf(previous: Decision | undefined, slotOf: (time: Date) => number): Standing {
  if (previous?.kind === "wait" && previous.reason === "BetterWindowAhead")
    return { plan: slotOf(previous.until), goingOn: true };
  return { plan: -1, goingOn: isStretch(previous) };
}

type RunNow = Decision & { kind: "run-now" };
const isStretch = (previous: Decision | undefined): previous is RunNow =>
  previous?.kind === "run-now" && previous.reason === "WindowOpen" && previous.savingPercent !== undefined;
const stillSaves = ({ savingPercent }: RunNow) => ({ savingPercent });
