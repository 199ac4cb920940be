import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { OperationView, StepAttempt, StepView } from "#server/domain/cluster/view.ts";

export type BarKind = "done" | "failed" | "waiting" | "running" | "expected";

/** Shares of the axis in percent; `left + width` never passes 100. */
export interface Bar {
  kind: BarKind;
  left: number;
  width: number;
}
export interface AttemptNote {
  attempt: number;
  at: Date;
  message: string;
  code: string | null;
  /** The attempt that mended it; null while it is still the last word. */
  mendedBy: number | null;
}
export interface TimelineRow {
  name: string;
  title: string;
  detail: string;
  state: StepView["state"];
  /** The attempt that is under way or failed last, from the second on; null before, and once it is done. */
  attempt: number | null;
  bars: Bar[];
  /** From the first start to the last end, or to now; the median of past runs where it has not begun; null where unknown. */
  durationMs: number | null;
  expected: boolean;
  notes: AttemptNote[];
  /** Failed attempts that the notes leave to the log. */
  earlierFailures: number;
  /** What it waits for now, in the words of what it waits for; null while it waits for nothing. */
  waitingFor: string | null;
}
export interface Timeline {
  rows: TimelineRow[];
  ticks: { at: Date; left: number }[];
  /** Whether ticks are less than a minute apart and need their seconds. */
  seconds: boolean;
  /** Where now stands; null once the operation is over. */
  now: number | null;
}

const TICKS_MS = [
  1_000,
  2_000,
  5_000,
  10_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
];
const MOST_TICKS = 6;
const LEAST_SPAN_MS = 4_000;
const NOTES_SHOWN = 2;
/** The axis goes on a little after the last bar, so that its end can be seen. */
const MARGIN = 1.06;

/** One row a step: what happened is solid, what is expected is dashed, a failed attempt stays where it was. */
export function prepareTimeline(operation: OperationView, now: Date): Timeline {
  const drawn = plan(operation, +now);
  const from = Math.min(
    +operation.startedAt,
    ...drawn.flatMap(({ spans }) => spans.map(({ start }) => start)),
  );
  const last = Math.max(
    operation.finishedAt ? +operation.finishedAt : +now,
    ...drawn.flatMap(({ spans }) => spans.map(({ end }) => end)),
  );
  const span = Math.max(LEAST_SPAN_MS, (last - from) * MARGIN);
  const shareOf = (at: number) => clamp((100 * (at - from)) / span);
  const stepMs = TICKS_MS.find((candidate) => span / candidate <= MOST_TICKS) ?? 24 * HOUR_MS;

  return {
    rows: drawn.map(({ step, spans }) => ({
      name: step.name,
      title: step.title,
      detail: step.detail,
      state: step.state,
      attempt: attemptOf(step),
      bars: spans.map(({ kind, start, end }) => ({
        kind,
        left: shareOf(start),
        width: shareOf(end) - shareOf(start),
      })),
      ...durationOf(step, now),
      ...notesOf(step),
      waitingFor: step.state === "waiting" ? (step.attempts.at(-1)?.message ?? null) : null,
    })),
    ticks: ticksBetween(from, from + span, stepMs).map((at) => ({ at: new Date(at), left: shareOf(at) })),
    seconds: stepMs < MINUTE_MS,
    now: operation.finishedAt ? null : shareOf(+now),
  };
}

interface Span {
  kind: BarKind;
  start: number;
  end: number;
}

/** Steps run one after the other, so what is to come begins where the step before is expected to end. */
function plan(operation: OperationView, now: number): { step: StepView; spans: Span[] }[] {
  let cursor = Math.max(now, +operation.startedAt);
  return operation.steps.map((step) => {
    const spans = step.attempts.map((attempt) => spanOf(attempt, now));
    if (operation.finishedAt === null && step.state !== "done" && step.expectedMs !== null) {
      const current = step.attempts.find((attempt) => attempt.endedAt === null);
      const retriesAt = step.state === "failed" ? +(operation.nextAttemptAt ?? 0) : 0;
      const start = current ? now : Math.max(cursor, retriesAt);
      const end = current ? +current.startedAt + step.expectedMs : start + step.expectedMs;
      if (end > start) spans.push({ kind: "expected", start, end });
      cursor = Math.max(cursor, end);
    }
    return { step, spans };
  });
}

function spanOf({ outcome, startedAt, endedAt }: StepAttempt, now: number): Span {
  const kind: BarKind = outcome === "succeeded" ? "done" : outcome;
  return { kind, start: +startedAt, end: Math.max(+startedAt, endedAt ? +endedAt : now) };
}

function durationOf(step: StepView, now: Date): Pick<TimelineRow, "durationMs" | "expected"> {
  const first = step.attempts[0];
  if (!first) return { durationMs: step.expectedMs, expected: true };
  const end = Math.max(...step.attempts.map(({ endedAt }) => +(endedAt ?? now)));
  return { durationMs: Math.max(0, end - +first.startedAt), expected: false };
}

function attemptOf({ state, attempts }: StepView): number | null {
  const attempt = attempts.at(-1)?.attempt ?? 1;
  return state === "done" || attempt === 1 ? null : attempt;
}

function notesOf(step: StepView): Pick<TimelineRow, "notes" | "earlierFailures"> {
  const mended = step.attempts.find(({ outcome }) => outcome === "succeeded");
  const failed = step.attempts.filter(({ outcome }) => outcome === "failed");
  return {
    earlierFailures: Math.max(0, failed.length - NOTES_SHOWN),
    notes: failed.slice(-NOTES_SHOWN).map(({ attempt, endedAt, startedAt, message, code }) => ({
      attempt,
      at: endedAt ?? startedAt,
      message,
      code,
      mendedBy: mended?.attempt ?? null,
    })),
  };
}

function ticksBetween(from: number, to: number, stepMs: number): number[] {
  const ticks: number[] = [];
  for (let at = Math.ceil(from / stepMs) * stepMs; at < to; at += stepMs) ticks.push(at);
  return ticks;
}

const clamp = (share: number): number => Math.min(100, Math.max(0, share));
