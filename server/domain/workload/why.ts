import { HOUR_MS } from "../clock.ts";
import type { DecideInput } from "../job/decision.ts";
import { gramsWords, intensityWords, spanWords } from "../job/words.ts";
import type { CandidateStart, WorkloadRow } from "./view.ts";

/** "The cheapest 3 h before its latest start. 4.4 kWh at 170 g/kWh instead of 297." */
export function whyOf(row: WorkloadRow, input: DecideInput): string {
  const kwh = (row.watts / 1_000) * (input.job.durationMs / HOUR_MS);
  const energy = `${kwh < 0.1 ? kwh.toFixed(3) : kwh < 10 ? kwh.toFixed(1) : Math.round(kwh)}\u00A0kWh`;
  if (row.group !== "waiting" || row.reason !== "BetterWindowAhead") return row.sentence;
  if (row.gramsNow === null || row.gramsPlanned === null || kwh === 0) return row.sentence;
  const planned = row.gramsPlanned / kwh;
  const now = row.gramsNow / kwh;
  const span = spanWords(input.job.durationMs);
  return `The cheapest ${span} before its latest start. ${energy} at ${intensityWords(planned)} instead of ${Math.round(now)}.`;
}

/** What a later start would cost, and which wait would be too short for this one. */
export function whatWouldChangeIt(
  row: WorkloadRow,
  input: DecideInput,
  candidates: readonly CandidateStart[],
): string {
  if (row.group !== "waiting") return "It has started; nothing changes it any more.";
  if (!row.releaseAt || row.gramsPlanned === null) return "A forecast would: then the best hour is known.";
  const { releaseAt } = row;
  const chosen = candidates.findIndex(({ at }) => +at >= +releaseAt);
  const earlier = candidates[chosen - 1];
  const sentences: string[] = [];
  if (earlier && chosen > 0) {
    const more = earlier.grams - row.gramsPlanned;
    sentences.push(`A start one slot earlier would emit ${gramsWords(more)} ${more < 0 ? "less" : "more"}.`);
  }
  const waited = spanWords(+releaseAt - +input.job.submittedAt);
  sentences.push(`With a maxDelay under ${waited} it would start sooner and save less.`);
  return sentences.join(" ");
}
