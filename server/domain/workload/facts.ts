import { gramsAt } from "../job/candidates.ts";
import type { DecideInput, Decision } from "../job/decision.ts";
import { foundBy, ruleOf } from "../job/rule.ts";
import { sentenceOf } from "../job/sentence.ts";
import type { SentenceFacts } from "./view.ts";

/** What is to be said of a decision, with its grams where the grid is foreseen. */
export function factsOf(decision: Decision, input: DecideInput, watts: number): SentenceFacts {
  const { job, now } = input;
  const waits = decision.kind === "wait";
  const startsAt = waits ? decision.until : now;
  return {
    group: waits ? "waiting" : "running",
    reason: decision.reason,
    rule: ruleOf(input, foundBy(decision)),
    submittedAt: job.submittedAt,
    releaseAt: waits ? startsAt : null,
    latestStart: job.latestStart,
    startedAt: waits ? null : now,
    finishedAt: null,
    ranMs: job.ranMs ?? 0,
    gramsNow: gramsAt(input, watts, now),
    gramsPlanned: gramsAt(input, watts, startsAt),
    gramsMeasured: null,
    gramsAtSubmission: null,
    savingPercent: null,
  };
}

/** For Events and logs, which have no reader's zone. */
export const explain = (decision: Decision, input: DecideInput, watts: number): string =>
  sentenceOf(factsOf(decision, input, watts)).replaceAll("\u00A0", " ");
