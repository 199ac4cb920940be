import type { SentenceFacts } from "../workload/view.ts";
import { gramsWords, intensityWords, percentWords, spanWords, utcTime } from "./words.ts";

type FormatTime = (at: Date) => string;
type Reason = SentenceFacts["reason"];

/** One or two short sentences on why a Job waits, or why it ran when it ran. Instants are written by `formatTime`. */
export function sentenceOf(facts: SentenceFacts, formatTime: FormatTime = utcTime): string {
  return afterRun(facts, formatTime) ?? SENTENCES[facts.reason](facts, formatTime);
}

/** A finished run is told by what it emitted, as long as it had waited and all of it is measured. */
function afterRun(facts: SentenceFacts, formatTime: FormatTime): string | undefined {
  const { gramsMeasured, gramsAtSubmission, startedAt, finishedAt, submittedAt } = facts;
  if (gramsMeasured === null || gramsAtSubmission === null || !startedAt || !finishedAt) return undefined;
  if (+startedAt - +submittedAt < 60_000) return undefined;
  const ran = `Ran ${formatTime(startedAt)} to ${formatTime(finishedAt)}`;
  const saved = gramsAtSubmission - gramsMeasured;
  if (saved < 0) return `${ran}. The forecast was wrong: waiting cost ${gramsWords(saved)}.`;
  return `${ran} and emitted ${gramsWords(gramsMeasured)}; at submission it would have been ${gramsWords(gramsAtSubmission)}.`;
}

const SENTENCES: Record<Reason, (facts: SentenceFacts, formatTime: FormatTime) => string> = {
  BetterWindowAhead: (facts, formatTime) => `${waiting(facts, formatTime)}${gain(facts)}`,
  AboveLimit: (facts, formatTime) =>
    `${waiting(facts, formatTime)} The grid is above the limit${limitOf(facts)}.`,
  OutsideGreenHours: ({ releaseAt, latestStart }, formatTime) => {
    if (!releaseAt) return "Waiting for the green hours of its policy.";
    return latestStart && releaseAt >= latestStart
      ? `Waiting until ${formatTime(releaseAt)}, its latest start. The green hours of its policy begin later.`
      : `Waiting until ${formatTime(releaseAt)}, when the green hours of its policy begin.`;
  },
  HeldByPerson: ({ latestStart }, formatTime) =>
    `A person holds it back.${latestStart ? ` It starts at ${formatTime(latestStart)}, whatever the grid does.` : ""}`,
  WindowOpen: (facts, formatTime) =>
    hasWaited(facts)
      ? `Started at ${formatTime(startOf(facts))}, in the best window before its latest start.`
      : "No better hour came before its latest start. Ran at once.",
  UnderLimit: (facts, formatTime) =>
    hasWaited(facts)
      ? `Started at ${formatTime(startOf(facts))}: the grid came under the limit${limitOf(facts)}.`
      : `The grid was under the limit${limitOf(facts)}. Ran at once.`,
  TooLittleToSave: ({ rule }) =>
    rule && rule.expectedSavingPercent !== null
      ? `The best window saves ${percentWords(rule.expectedSavingPercent)}, under the ${percentWords(rule.minSavingPercent)} asked. Ran at once.`
      : "The best window saves less than was asked. Ran at once.",
  NoForecast: (facts) => `There was no forecast. ${letGo(facts)}`,
  SignalStale: (facts) => `The last reading was too old to decide by. ${letGo(facts)}`,
  PolicyDisabled: (facts) => `Its policy is switched off. ${letGo(facts)}`,
  CarbonAwarenessPaused: (facts) => `Carbon-awareness is paused on its cluster. ${letGo(facts)}`,
  RunNowRequested: (facts, formatTime) => `A person ran it at ${formatTime(startOf(facts))}.`,
  LatestStartReached: (facts, formatTime) => {
    const start = facts.latestStart ?? startOf(facts);
    if (!hasWaited(facts)) return "Its latest start was at its submission. Ran at once.";
    return `Latest start reached at ${formatTime(start)} after ${spanWords(+start - +facts.submittedAt)}. No better hour came.`;
  },
  NotDecided: () => "The agent has not looked at it yet.",
  AdmissionMissed: () => "It had started before the agent saw it, so it was left alone.",
};

const waiting = ({ releaseAt }: SentenceFacts, formatTime: FormatTime): string =>
  releaseAt ? `Waiting until ${formatTime(releaseAt)}.` : "Waiting.";

function gain({ gramsNow, gramsPlanned, rule }: SentenceFacts): string {
  if (gramsNow !== null && gramsPlanned !== null && gramsPlanned < gramsNow) {
    const percent = (100 * (gramsNow - gramsPlanned)) / gramsNow;
    return ` Running now would emit ${gramsWords(gramsNow)}; the window saves ${percentWords(percent)}.`;
  }
  const expected = rule?.expectedSavingPercent ?? 0;
  return expected > 0 ? ` The window saves ${percentWords(expected)}.` : "";
}

const limitOf = ({ rule }: SentenceFacts): string =>
  rule && rule.maxIntensity !== null ? ` of ${intensityWords(rule.maxIntensity)}` : "";

const startOf = ({ startedAt, releaseAt, submittedAt }: SentenceFacts): Date =>
  startedAt ?? releaseAt ?? submittedAt;

/** A minute is the API server's, not a wait. */
const hasWaited = (facts: SentenceFacts): boolean => +startOf(facts) - +facts.submittedAt >= 60_000;

const letGo = (facts: SentenceFacts): string =>
  hasWaited(facts) ? `Let go after ${spanWords(+startOf(facts) - +facts.submittedAt)}.` : "Ran at once.";
