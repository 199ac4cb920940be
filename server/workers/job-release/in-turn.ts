import { keyOf } from "#server/domain/job/facts.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import type { InLine } from "#server/domain/job/release-line.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import type { Turns } from "./turns.ts";

export interface InTurn {
  decision: Decision;
  input: DecideInput;
  /** It may start, and others are before it: nothing is written of that yet. */
  queued: boolean;
}

/** Decides on a suspended Job at its place in line. Its latest start, and a person's word, wait for no turn. */
export function decideInTurn(turns: Turns | undefined, job: Job, asked: DecideInput): InTurn {
  if (!turns) return { decision: decide(asked), input: asked, queued: false };
  const place: InLine = {
    key: keyOf(job),
    latestStart: asked.job.latestStart,
    watts: asked.room?.neededWatts,
  };
  const input = asked.room ? { ...asked, room: turns.roomFor(place, asked.room.capWatts) } : asked;
  const decision = decide(input);
  return { decision, input, queued: standsInLine(turns, decision, place) };
}

/** True where there is nothing to do but to wait until it is woken. */
function standsInLine(turns: Turns, decision: Decision, place: InLine): boolean {
  if (decision.reason === "WaitingForPower") return !turns.keep(place);
  if (decision.kind === "wait") turns.leave(place.key);
  if (decision.kind !== "run-now" || decision.reason === "RunNowRequested") return false;
  return !turns.take(placeFor(decision, place));
}

/** Where carbon-awareness is off the cap has no say. */
const placeFor = ({ reason }: Decision, place: InLine): InLine =>
  reason === "CarbonAwarenessPaused" || reason === "PolicyDisabled" ? { ...place, watts: undefined } : place;
