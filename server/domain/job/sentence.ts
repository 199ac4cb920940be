import type { SentenceFacts, WorkloadRule } from "../workload/view.ts";
import type { Strategy } from "../policy/spec.ts";
import {
  gramsWords,
  intensityWords,
  percentileWords,
  percentWords,
  spanWords,
  utcTime,
  wattsWords,
} from "./words.ts";

type FormatTime = (at: Date) => string;
type Reason = SentenceFacts["reason"];

/** One or two short sentences on why a Job waits, or why it ran when it ran. Instants are written by `formatTime`. */
export function sentenceOf(facts: SentenceFacts, formatTime: FormatTime = utcTime): string {
  const sentence = afterRun(facts, formatTime) ?? SENTENCES[facts.reason](facts, formatTime);
  return facts.dryRun && facts.reason !== "NotDecided"
    ? `Dry run, nothing is changed: ${sentence}`
    : sentence;
}

/** A finished run is told by what it emitted, as long as it had waited and all of it is measured. */
function afterRun(facts: SentenceFacts, formatTime: FormatTime): string | undefined {
  const { gramsMeasured, gramsAtSubmission, startedAt, finishedAt, submittedAt, ranMs = 0 } = facts;
  if (gramsMeasured === null || gramsAtSubmission === null || !startedAt || !finishedAt) return undefined;
  if (+startedAt - +submittedAt < 60_000) return undefined;
  const ran =
    ranMs > 0
      ? `Ran ${spanWords(ranMs + +finishedAt - +startedAt)} in parts until ${formatTime(finishedAt)}`
      : `Ran ${formatTime(startedAt)} to ${formatTime(finishedAt)}`;
  const saved = gramsAtSubmission - gramsMeasured;
  if (saved < 0) return `${ran}. The forecast was wrong: waiting cost ${gramsWords(saved)}.`;
  return `${ran} and emitted ${gramsWords(gramsMeasured)}; at submission it would have been ${gramsWords(gramsAtSubmission)}.`;
}

const SENTENCES: Record<Reason, (facts: SentenceFacts, formatTime: FormatTime) => string> = {
  BetterWindowAhead: (facts, formatTime) => `${waiting(facts, formatTime)}${gain(facts)}`,
  AboveLimit: (facts, formatTime) => `${waiting(facts, formatTime)} ${overLimit(facts)}`,
  OutsideGreenHours: ({ releaseAt, latestStart }, formatTime) => {
    if (!releaseAt) return "Waiting for the green hours of the policy.";
    return latestStart && releaseAt >= latestStart
      ? `Waiting until ${formatTime(releaseAt)}, its latest start. The green hours of the policy begin later.`
      : `Waiting until ${formatTime(releaseAt)}, when the green hours of the policy begin.`;
  },
  HeldByPerson: ({ latestStart }, formatTime) =>
    `A person holds it back.${latestStart ? ` It starts at ${formatTime(latestStart)}, whatever the grid does.` : ""}`,
  WaitingForPower: ({ latestStart, rule }, formatTime) => {
    const cap = rule?.capWatts ? ` of ${wattsWords(rule.capWatts)}` : "";
    const bound = latestStart ? `, at ${formatTime(latestStart)} at the latest` : "";
    return `It may start, and waits for its turn under the power cap${cap}. It starts when others have ended${bound}.`;
  },
  WindowOpen: (facts, formatTime) => {
    const how = WINDOWS[facts.rule?.strategy ?? "best-window"];
    return hasWaited(facts) ? `Started at ${formatTime(startOf(facts))}, ${how.waited}.` : how.atOnce;
  },
  UnderLimit: (facts, formatTime) =>
    hasWaited(facts)
      ? `Started at ${formatTime(startOf(facts))}: the grid came under ${limitOf(facts)}.`
      : `The grid was under ${limitOf(facts)}. Ran at once.`,
  TooLittleToSave: ({ rule }) =>
    rule && rule.expectedSavingPercent !== null
      ? `The best window saves ${percentWords(rule.expectedSavingPercent)}, under the ${percentWords(rule.minSavingPercent)} asked. Ran at once.`
      : "The best window saves less than was asked. Ran at once.",
  NoForecast: (facts) => `There was no forecast. ${letGo(facts)}`,
  SignalStale: (facts) => `The last reading was too old to decide by. ${letGo(facts)}`,
  PolicyDisabled: (facts) => `Its policy is switched off. ${letGo(facts)}`,
  CarbonAwarenessPaused: (facts) => `Carbon-awareness is paused on its cluster. ${letGo(facts)}`,
  RunNowRequested: (facts, formatTime) => `A person ran it at ${formatTime(startOf(facts))}.`,
  DryRunBegan: (facts) => `A dry run has begun, which holds nothing. ${letGo(facts)}`,
  LatestStartReached: (facts, formatTime) => {
    const start = facts.latestStart ?? startOf(facts);
    if (!hasWaited(facts)) return "Its latest start was at its submission. Ran at once.";
    return `Latest start reached at ${formatTime(start)} after ${spanWords(+start - +facts.submittedAt)}. ${nothingCame(facts)}`;
  },
  NotDecided: ({ dryRun }) =>
    dryRun ? "A dry run covers it, so it is not held." : "The agent has not looked at it yet.",
  AdmissionMissed: () => "It had started before the agent saw it, so it was left alone.",
};

const BEST = {
  waited: "in the best window before its latest start",
  atOnce: "No better hour came before its latest start. Ran at once.",
};
/** What "its window is open" means, by what its policy waits for. */
const WINDOWS: Record<Strategy, { waited: string; atOnce: string }> = {
  "best-window": BEST,
  threshold: BEST,
  percentile: BEST,
  static: {
    waited: "in the green hours of its policy",
    atOnce: "It was within the green hours of its policy. Ran at once.",
  },
  interruptible: {
    waited: "in one of the best windows before its latest start",
    atOnce: "Its first window was open. Ran at once.",
  },
};

function waiting({ releaseAt, ranMs = 0 }: SentenceFacts, formatTime: FormatTime): string {
  if (ranMs > 0)
    return `Paused after ${spanWords(ranMs)}${releaseAt ? `; it goes on at ${formatTime(releaseAt)}` : ""}.`;
  return releaseAt ? `Waiting until ${formatTime(releaseAt)}.` : "Waiting.";
}

function gain({ gramsNow, gramsPlanned, rule }: SentenceFacts): string {
  if (gramsNow !== null && gramsPlanned !== null && gramsPlanned < gramsNow) {
    const percent = (100 * (gramsNow - gramsPlanned)) / gramsNow;
    return ` Running now would emit ${gramsWords(gramsNow)}; the window saves ${percentWords(percent)}.`;
  }
  const expected = rule?.expectedSavingPercent ?? 0;
  return expected > 0 ? ` The window saves ${percentWords(expected)}.` : "";
}

/** The limit by name: the policy's own, or the value that its percentile had. */
function limitOf({ rule }: SentenceFacts): string {
  const { strategy, maxIntensity = null, limitGramsPerKwh = null } = rule ?? {};
  const own = maxIntensity !== null && (limitGramsPerKwh ?? maxIntensity) === maxIntensity;
  if (rule && strategy === "percentile" && !own) return percentileOf(rule);
  const limit = limitGramsPerKwh ?? maxIntensity;
  return limit === null ? "the limit" : `the limit of ${intensityWords(limit)}`;
}

function percentileOf({ percentile = 0, percentileOf: of, limitGramsPerKwh = null }: WorkloadRule): string {
  const value = limitGramsPerKwh === null ? "" : `, ${intensityWords(limitGramsPerKwh)}`;
  return `${percentileWords(percentile)} of ${of === "forecast" ? "what is foreseen" : "the week"}${value}`;
}

function overLimit(facts: SentenceFacts): string {
  const grid = facts.rule?.gridGramsPerKwh ?? null;
  const limit = limitOf(facts);
  const known = grid !== null && grid > (facts.rule?.limitGramsPerKwh ?? grid);
  return known ? `The grid is at ${intensityWords(grid)}, over ${limit}.` : `The grid is above ${limit}.`;
}

const nothingCame = ({ rule }: SentenceFacts): string =>
  rule?.strategy === "static" ? "No green hour of its policy came." : "No better hour came.";

const startOf = ({ startedAt, releaseAt, submittedAt }: SentenceFacts): Date =>
  startedAt ?? releaseAt ?? submittedAt;

/** A minute is the API server's, not a wait. */
const hasWaited = (facts: SentenceFacts): boolean => +startOf(facts) - +facts.submittedAt >= 60_000;

const letGo = (facts: SentenceFacts): string =>
  hasWaited(facts) ? `Let go after ${spanWords(+startOf(facts) - +facts.submittedAt)}.` : "Ran at once.";
