import { cumulate } from "../carbon/forecast.ts";
import { aheadOf, slotsOf } from "./ahead.ts";
import { costOf } from "./best-start.ts";
import { savingPercentOf } from "./choose-slot.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { greenClock, nextOpening } from "./green-hours.ts";

/** Green by the clock: asks no grid, so it works where none is measured. */
export function waitForHours(input: DecideInput): Decision {
  const { job, policy, now } = input;
  if (greenClock(policy)(+now)) return { kind: "run-now", reason: "WindowOpen" };
  const opening = new Date(nextOpening(policy, +now));
  const until = opening < job.latestStart ? opening : job.latestStart;
  return { kind: "wait", reason: "OutsideGreenHours", until, savingPercent: savingAt(input, until) };
}

/** By the forecast, where there is one; below 0 where the clock picks a dirtier hour than this. */
function savingAt({ job, signal, now }: DecideInput, until: Date): number {
  if (!signal?.forecast) return 0;
  const { gramsPerKwh, slotOf } = aheadOf(signal.forecast, now);
  const cumulative = cumulate(gramsPerKwh);
  const slots = slotsOf(job.durationMs, signal.forecast.stepMs);
  const saving = savingPercentOf(costOf(cumulative, 0, slots), costOf(cumulative, slotOf(until), slots));
  return Number.isFinite(saving) ? saving : 0;
}
