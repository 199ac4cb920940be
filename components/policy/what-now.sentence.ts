import { percent, span, when } from "#charts/format.ts";
import type { Decision, DecisionReason } from "#server/domain/job/decision.ts";
import { parseDuration } from "#server/domain/duration.ts";
import { intensityWords, percentileWords } from "#server/domain/job/words.ts";
import type { CarbonPolicySpec, Strategy } from "#server/domain/policy/spec.ts";
import type { Outcome } from "./what-now.prepare.ts";

/** "A Job of 1 h submitted now would start at 13:30 and save 38 %." */
export function sayNow(
  outcome: Outcome,
  inForce: Outcome | undefined,
  durationMs: number,
  now: Date,
  timeZone: string,
): string {
  const job = `A Job of ${span(durationMs)} submitted now would start`;
  const same = inForce && +inForce.startsAt === +outcome.startsAt;
  const instead =
    inForce && !same
      ? ` instead of ${inForce.savingPercent > 0 ? percent(inForce.savingPercent) : "nothing"}`
      : "";
  if (+outcome.startsAt <= +now) {
    const lost =
      inForce && !same
        ? `, where ${when(inForce.startsAt, now, timeZone)} saves ${percent(inForce.savingPercent)}`
        : "";
    return `${job} at once${lost}.`;
  }
  const at = when(outcome.startsAt, now, timeZone);
  const save = outcome.savingPercent > 0 ? ` and save ${percent(outcome.savingPercent)}${instead}` : "";
  return `${job} at ${at}${save}${same ? ", as in force" : ""}.`;
}

const REASONS: Record<DecisionReason, (at: Asked) => string> = {
  WindowOpen: ({ spec }) =>
    OPEN[spec.strategy] ?? "Now is its cheapest start before the longest wait is over.",
  UnderLimit: (at) => `The grid is now at or under ${limitOf(at).replace(/,$/, "")}.`,
  TooLittleToSave: () => "The best window ahead saves less than is asked.",
  NoForecast: ({ spec }) =>
    spec.strategy === "percentile"
      ? "Less than a day of readings or no forecast is known, so nothing is held back."
      : "There is no forecast for the whole run, so nothing is held back.",
  SignalStale: () => "The last reading is too old to decide by, so nothing is held back.",
  PolicyDisabled: () => "The policy is switched off.",
  CarbonAwarenessPaused: () => "Carbon-awareness is paused.",
  RunNowRequested: () => "A person asked for it.",
  DryRunBegan: () => "A dry run holds nothing.",
  BetterWindowAhead: ({ spec }) =>
    spec.strategy === "interruptible"
      ? "Its first window opens then; it may be paused between two."
      : "A better window is ahead.",
  AboveLimit: (at) =>
    isLast(at)
      ? `The grid stays above ${limitOf(at)} until its longest wait is over.`
      : `The grid is above ${limitOf(at)} until then.`,
  OutsideGreenHours: (at) =>
    isLast(at)
      ? "Its longest wait is over then; its green hours begin later."
      : "The green hours of the policy begin then.",
  HeldByPerson: () => "A person holds it back.",
  WaitingForPower: () => "The power cap of the cluster is reached.",
  LatestStartReached: () => "It may not wait at all.",
};
const OPEN: Partial<Record<Strategy, string>> = {
  static: "It is within the green hours of the policy.",
  interruptible: "Now is one of its cheapest hours.",
};

interface Asked {
  decision: Decision;
  spec: CarbonPolicySpec;
  now: Date;
}
/** Why a Job submitted now would start then. */
export const reasonNow = (decision: Decision, spec: CarbonPolicySpec, now: Date): string =>
  REASONS[decision.reason]({ decision, spec, now });

const isLast = ({ decision, spec, now }: Asked): boolean =>
  decision.kind === "wait" && +decision.until >= +now + (parseDuration(spec.maxDelay) ?? Infinity);

function limitOf({ decision, spec }: Asked): string {
  const limit = "limitGramsPerKwh" in decision ? decision.limitGramsPerKwh : undefined;
  if (limit === undefined) return "the limit";
  if (spec.strategy !== "percentile" || limit === spec.maxIntensity)
    return `the limit of ${intensityWords(limit)}`;
  const of = spec.percentileOf === "forecast" ? "the forecast" : "the last seven days";
  return `${intensityWords(limit)}, ${percentileWords(spec.percentile)} of ${of},`;
}
