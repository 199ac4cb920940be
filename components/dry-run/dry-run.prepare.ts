import { counted, grams, percent, span } from "#charts/format.ts";
import type { DryRunView } from "#server/domain/policy/dry-run-view.ts";

/** "42 Jobs in the last 7 days: 30 would have waited, 4 h 10 in the median, and saved about 3.2 kg (24 %)." */
export function dryRunSentence(view: DryRunView): string {
  const { jobs, waited, days, medianWaitMs } = view;
  const came = `${counted(jobs, "Job")} in the last ${days} days`;
  if (jobs === 0) return `No Job came in the last ${days} days.`;
  if (waited === 0 || medianWaitMs === null)
    return `${came}: ${jobs === 1 ? "it would have run" : "all would have run"} at once, as ${jobs === 1 ? "it" : "they"} did.`;
  const who = waited === jobs ? (jobs === 1 ? "it" : "all") : String(waited);
  const wait = `${who} would have waited${waited === 1 ? "" : ","} ${span(medianWaitMs)}${waited === 1 ? "" : " in the median,"}`;
  return `${came}: ${wait} and ${outcome(view)}.`;
}

function outcome({ gramsNow, savedGrams }: DryRunView): string {
  if (gramsNow === null || savedGrams === null) return "what that had saved is not known";
  const share = gramsNow > 0 ? ` (${percent((100 * Math.abs(savedGrams)) / gramsNow)})` : "";
  return savedGrams < 0
    ? `emitted about ${grams(-savedGrams)} more${share}`
    : `saved about ${grams(savedGrams)}${share}`;
}

/** What the sentence rests on, and what it leaves out. */
export function dryRunBasis({ jobs, unknownJobs }: DryRunView): string {
  const basis =
    jobs === 0
      ? ""
      : "Estimated by what the Jobs ask for and the forecast when they came; nothing was measured.";
  const unknown =
    unknownJobs === 0
      ? ""
      : `${counted(unknownJobs, "Job")} ${unknownJobs === 1 ? "counts" : "count"} in no saving: the grid was not foreseen for all of ${unknownJobs === 1 ? "its" : "their"} run.`;
  return [basis, unknown].filter((part) => part !== "").join(" ");
}
