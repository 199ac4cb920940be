import { cumulate } from "../carbon/forecast.ts";
import type { CandidateStart } from "../workload/view.ts";
import { aheadOf, slotsOf } from "./ahead.ts";
import { costOf } from "./best-start.ts";
import type { DecideInput } from "./decision.ts";
import { gramsOf } from "./power.ts";

/** The grams of a run by the slot it starts in, slot 0 being now; undefined without a forecast. */
function gridOf({ job, signal, now }: DecideInput, watts: number) {
  const forecast = signal?.forecast;
  if (!forecast) return undefined;
  const { gramsPerKwh, slotOf, startOf } = aheadOf(forecast, now);
  const cumulative = cumulate(gramsPerKwh);
  const slots = slotsOf(job.durationMs, forecast.stepMs);
  return {
    slotOf,
    startOf,
    lastSlot: cumulative.length - 1 - slots,
    gramsOf: (slot: number) => gramsOf(watts, job.durationMs, costOf(cumulative, slot, slots) / slots),
  };
}

/**
 * Every start from now to the latest, one a slot, with the grams it would emit by the forecast; those whose run leaves what is
 * foreseen are absent. The first is now, where now is known.
 */
export function candidatesOf(input: DecideInput, watts: number): CandidateStart[] {
  const { job, now } = input;
  const grid = gridOf(input, watts);
  if (!grid || now > job.latestStart) return [];
  const last = Math.min(grid.slotOf(job.latestStart), grid.lastSlot);
  return Array.from({ length: Math.max(0, last + 1) }, (_, slot) => ({
    at: slot === 0 ? now : grid.startOf(slot),
    grams: grid.gramsOf(slot),
  }));
}

/** What the run emits when it starts at `startsAt`; null where that is not foreseen. */
export function gramsAt(input: DecideInput, watts: number, startsAt: Date): number | null {
  const grid = gridOf(input, watts);
  const grams = grid?.gramsOf(grid.slotOf(startsAt));
  return grams === undefined || !Number.isFinite(grams) ? null : grams;
}
