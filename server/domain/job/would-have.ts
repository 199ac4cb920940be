import { z } from "zod";
import { HOUR_MS } from "../clock.ts";
import { gramsAt } from "./candidates.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { foundBy } from "./rule.ts";
import { gramsWords, percentWords } from "./words.ts";

/** What a decision would have come to that was not acted on, by the forecast it was made from. */
export const WouldHave = z.object({
  energyKwh: z.number(),
  /** Of the run as it began, at once; null where the grid is not foreseen for all of it. */
  gramsNow: z.number().nullable(),
  /** Of the same run as it was decided. Both are known, or neither: their difference is the saving. */
  gramsPlanned: z.number().nullable(),
});
export type WouldHave = z.infer<typeof WouldHave>;

export function wouldHave(decision: Decision, input: DecideInput, watts: number): WouldHave {
  const energyKwh = (watts / 1_000) * (input.job.durationMs / HOUR_MS);
  const gramsNow = gramsAt(input, watts, input.now);
  const gramsPlanned = gramsNow === null ? null : plannedOf(decision, input, watts, gramsNow);
  return gramsPlanned === null
    ? { energyKwh, gramsNow: null, gramsPlanned: null }
    : { energyKwh, gramsNow, gramsPlanned };
}

function plannedOf(decision: Decision, input: DecideInput, watts: number, gramsNow: number): number | null {
  if (decision.kind !== "wait") return gramsNow;
  if (input.policy.strategy !== "interruptible") return gramsAt(input, watts, decision.until);
  const { savingPercent } = foundBy(decision); // of several windows only the decision knows which
  return savingPercent === null ? null : gramsNow * (1 - savingPercent / 100);
}

/** How long the Job would have waited, ms; 0 for one that would have run at once as well. */
export const wouldHaveWaitedMs = (decision: Decision, { now }: DecideInput): number =>
  decision.kind === "wait" ? Math.max(0, +decision.until - +now) : 0;

/** For an Event: " It would have saved about 312 g (38 %)."; empty for a Job that would have run at once as well. */
export function wouldHaveSentence(decision: Decision, { gramsNow, gramsPlanned }: WouldHave): string {
  if (decision.kind !== "wait") return "";
  if (gramsNow === null || gramsPlanned === null)
    return " What it would have saved is not known: the grid is not foreseen for all of its run.";
  const saved = gramsNow - gramsPlanned;
  const share = gramsNow > 0 ? ` (${percentWords((100 * saved) / gramsNow)})` : "";
  const outcome = saved < 0 ? `emitted about ${gramsWords(saved)} more` : `saved about ${gramsWords(saved)}`;
  return ` It would have ${outcome}${share}.`;
}
