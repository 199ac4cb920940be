import type { DelayModel, DelayPoint } from "#charts/delay-curve.prepare.ts";
import { dateWithYear, percent, percentTenths, span } from "#charts/format.ts";
import type { Totals } from "#server/domain/backtest/totals.ts";
import type { CurveView, TriedView } from "#server/domain/backtest/view.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import type { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { hoursOf } from "./policy-form.ts";
import { durationWords } from "./rule-sentence.prepare.ts";

/** What is tried: a policy on the past of a zone, beside the one it would replace. */
export interface Trial {
  zone: string;
  policy: CarbonPolicySpec;
  /** Undefined without a draft. */
  inForce?: CarbonPolicySpec | undefined;
}

const YEAR_DAYS = 365;
const whole = (value: number): string => value.toLocaleString("en-GB");
const waited = ({ meanDelayHours }: Totals): string => span(meanDelayHours * HOUR_MS);

/** "The draft would have saved 18.3 % instead of 9.6 %. A Job would have waited 8 h 12 on average instead of 3 h." */
export function savedSentence({ inForce: replaced }: Trial, { tried, inForce }: CurveView): string {
  const { totals } = tried;
  const who = replaced ? "The draft" : "It";
  const before = inForce?.totals;
  const saved = `${who} would have ${outcome(totals)}${instead(replaced, totals, before)}.`;
  const wait = waited(totals);
  const other = before && waited(before) !== wait ? ` instead of ${waited(before)}` : "";
  return `${saved} A Job would have waited ${wait} on average${other}.`;
}

function outcome({ savingPercent }: Totals): string {
  const text = percentTenths(Math.abs(savingPercent));
  if (text === percentTenths(0)) return "saved nothing";
  return savingPercent > 0 ? `saved ${text}` : `cost ${text} more than running at once`;
}

function instead(replaced: CarbonPolicySpec | undefined, draft: Totals, before: Totals | undefined): string {
  if (!replaced) return "";
  if (!replaced.enabled) return ", where the policy in force is switched off";
  if (!before) return "";
  if (percentTenths(before.savingPercent) === percentTenths(draft.savingPercent)) return ", as in force";
  const bothSave = draft.savingPercent > 0 && before.savingPercent > 0;
  return bothSave
    ? ` instead of ${percentTenths(before.savingPercent)}`
    : `, where the policy in force would have ${outcome(before)}`;
}

export interface SavedRow {
  name: string;
  tried: string;
  inForce: string | null;
  /** What nobody reaches: never drawn as if it were the draft's own. */
  ideal?: true;
}

/** The same figures of the draft and of what is in force. */
export function savedRows({ policy }: Trial, { tried, inForce }: CurveView): SavedRow[] {
  const row = (name: string, of: (totals: Totals) => string, ideal = false): SavedRow => ({
    name,
    tried: of(tried.totals),
    inForce: inForce && of(inForce.totals),
    ...(ideal && { ideal }),
  });
  return [
    row("Saved against running at once", ({ savingPercent }) => percentTenths(savingPercent)),
    row("Ideal, never reached", ({ idealPercent }) => percentTenths(idealPercent), true),
    row("Captured of the ideal", ({ captured }) =>
      captured === null ? "nothing to save" : percent(100 * captured),
    ),
    row(policy.strategy === "interruptible" ? "Mean wait, pauses included" : "Mean wait", waited),
    row("Jobs that went to the fallback", ({ fallbackPercent }) => percentTenths(fallbackPercent)),
  ];
}

/** How many Jobs, of when, and by what readings. */
export function savedBasis({ policy }: Trial, tried: TriedView, name: string, timeZone: string): string {
  const { totals, from, to, provenance, signalKind } = tried;
  const days = Math.round((+to - +from) / DAY_MS);
  const which = signalKind === "marginal" ? "marginal signal, " : "";
  const less =
    days < YEAR_DAYS ? ` No more than these ${days} days and two weeks to learn from are known.` : "";
  return [
    `${whole(totals.jobs)} Jobs of ${durationWords(policy.expectedDuration)}, one every 90\u00a0min`,
    ` from ${dateWithYear(from, timeZone)} to ${dateWithYear(to, timeZone)}.`,
    ` ${name}, ${which}${provenance}; each decided by what was known at its time. ${gapsOf(tried)}${less}`,
  ].join("");
}

function gapsOf({ gaps, totals: { unknownJobs } }: TriedView): string {
  if (gaps === 0) return "No reading is missing.";
  const missing = gaps === 1 ? "1 reading is missing" : `${whole(gaps)} readings are missing`;
  if (unknownJobs === 0) return `${missing}.`;
  return `${missing}; ${unknownJobs === 1 ? "1 Job" : `${whole(unknownJobs)} Jobs`} over ${gaps === 1 ? "it" : "them"} count in no saving.`;
}

/** The draft's own point is one of its curve; without a wait there is nothing to save. */
export function savedCurve(
  { policy, inForce: replaced }: Trial,
  { tried, inForce, points }: CurveView,
): DelayModel {
  const none = { delayHours: 0, savingPercent: 0, idealPercent: 0 };
  const own = { delayHours: hoursOf(policy.maxDelay), ...tried.totals };
  const others = points.map(({ maxDelayMs, ...rest }) => ({ delayHours: maxDelayMs / HOUR_MS, ...rest }));
  const all = [none, ...others.filter(({ delayHours }) => delayHours !== own.delayHours && delayHours > 0)];
  if (own.delayHours > 0) all.push(own);
  all.sort((a, b) => a.delayHours - b.delayHours);
  return {
    points: all.map(({ delayHours, savingPercent }): DelayPoint => ({ delayHours, savingPercent })),
    ideal: all.map(({ delayHours, idealPercent }) => ({ delayHours, savingPercent: idealPercent })),
    draft: { delayHours: own.delayHours, savingPercent: own.savingPercent },
    inForce:
      inForce && replaced
        ? { delayHours: hoursOf(replaced.maxDelay), savingPercent: inForce.totals.savingPercent }
        : undefined,
  };
}

/** The curve for whoever does not see it. */
export function curveSentence({ points, draft }: DelayModel): string {
  const last = points.at(-1);
  const most = last ? `, with ${last.delayHours}\u00a0h ${percentTenths(last.savingPercent)}` : "";
  return `Saving over that time by longest wait: with ${draft.delayHours}\u00a0h ${percentTenths(draft.savingPercent)}${most}. The ideal is never reached.`;
}
