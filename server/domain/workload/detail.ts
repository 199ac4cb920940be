import { HOUR_MS } from "../clock.ts";
import { candidatesOf, gramsAt } from "../job/candidates.ts";
import type { DecideInput } from "../job/decision.ts";
import { gramsWords, intensityWords, spanWords } from "../job/words.ts";
import { sentenceOf } from "../job/sentence.ts";
import type { CandidateStart, WorkloadRow } from "./view.ts";

/** What was foreseen when the Job was first decided on, for a run that began at `startedAt`. */
export function expectedOf(
  first: DecideInput | undefined,
  { watts, startedAt }: Pick<WorkloadRow, "watts" | "startedAt">,
): Pick<WorkloadRow, "gramsNow" | "gramsPlanned"> {
  if (!first || !startedAt) return { gramsNow: null, gramsPlanned: null };
  const startsAt = startedAt < first.now ? first.now : startedAt;
  return { gramsNow: gramsAt(first, watts, first.now), gramsPlanned: gramsAt(first, watts, startsAt) };
}

/** Why this start: the energy of the run, and its intensity there and now. */
export function whySentence(row: WorkloadRow): string {
  const { gramsNow, gramsPlanned, watts, durationMs, reason } = row;
  if (
    row.group !== "waiting" ||
    reason !== "BetterWindowAhead" ||
    gramsNow === null ||
    gramsPlanned === null
  ) {
    return sentenceOf(row);
  }
  const kwh = (watts / 1_000) * (durationMs / HOUR_MS);
  const energy =
    kwh < 0.1 ? `${Math.round(kwh * 1_000)}\u00A0Wh` : `${kwh.toFixed(kwh < 10 ? 2 : 1)}\u00A0kWh`;
  return `The cheapest ${spanWords(durationMs)} before its latest start. ${energy} at ${intensityWords(gramsPlanned / kwh)} instead of ${Math.round(gramsNow / kwh)}.`;
}

/** What another start would cost, and which bound would bring it forward. */
export function whatWouldChangeIt(row: WorkloadRow, candidates: readonly CandidateStart[]): string {
  const { releaseAt, submittedAt, gramsPlanned, group } = row;
  if (group !== "waiting" || !releaseAt) return "";
  const bound = `With a maxDelay under ${spanWords(+releaseAt - +submittedAt)} it would start sooner.`;
  const other = candidates
    .filter(({ at }) => Math.abs(+at - +releaseAt) >= 3 * HOUR_MS)
    .toSorted((a, b) => a.grams - b.grams)[0];
  if (!other || gramsPlanned === null) return bound;
  const gap = +other.at - +releaseAt;
  const when = `${spanWords(Math.abs(gap))} ${gap > 0 ? "later" : "earlier"}`;
  return `A start ${when} would emit ${gramsWords(other.grams - gramsPlanned)} more. ${bound}`;
}

/** The starts to draw: those that are still possible, or those that were when the Job was first decided on. */
export const candidatesToShow = (
  row: WorkloadRow,
  now: DecideInput,
  first: DecideInput | undefined,
): CandidateStart[] => candidatesOf(row.group === "waiting" ? now : (first ?? now), row.watts);
