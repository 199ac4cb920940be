import { percent, span, when } from "#charts/format.ts";
import type { Decision, DecisionReason } from "#server/domain/job/decision.ts";
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

const REASONS: Record<DecisionReason, string> = {
  WindowOpen: "Now is its cheapest start before the longest wait is over.",
  UnderLimit: "The grid is at or under the limit now.",
  TooLittleToSave: "The best window ahead saves less than is asked.",
  NoForecast: "There is no forecast for the whole run, so nothing is held back.",
  SignalStale: "The last reading is too old to decide by, so nothing is held back.",
  PolicyDisabled: "The policy is switched off.",
  CarbonAwarenessPaused: "Carbon-awareness is paused.",
  RunNowRequested: "A person asked for it.",
  BetterWindowAhead: "A better window is ahead.",
  AboveLimit: "The grid is above the limit until then.",
  OutsideGreenHours: "The green hours of the policy begin then.",
  HeldByPerson: "A person holds it back.",
  LatestStartReached: "It may not wait at all.",
};
export const reasonNow = ({ reason }: Decision): string => REASONS[reason];
