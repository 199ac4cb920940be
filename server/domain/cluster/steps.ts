import type { OperationKind } from "./plan.ts";
import type { PlannedStep } from "./provider.ts";
import type { OperationView, StepAttempt, StepEvent, StepView } from "./view.ts";

/** How long a step took in the past: quartiles, in ms. */
export interface StepStats {
  lowMs: number;
  medianMs: number;
  highMs: number;
}
export type StepHistory = ReadonlyMap<string, StepStats>;

export const historyKey = (kind: OperationKind, step: string): string => `${kind}/${step}`;

export function statsOf(durationsMs: readonly number[]): StepStats | undefined {
  if (durationsMs.length === 0) return undefined;
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { lowMs: at(0.25), medianMs: at(0.5), highMs: at(0.75) };
}

/**
 * The events of the newest run of the newest operation. A cluster is created and deleted once but scaled often: the last planned
 * step's success ends a run.
 */
export function newestRun(
  events: readonly StepEvent[],
  lastStep: (kind: OperationKind) => string | undefined,
): StepEvent[] {
  const newest = events.at(-1);
  if (!newest) return [];
  const last = lastStep(newest.operation);
  const endsRun = (event: StepEvent): boolean =>
    event.operation !== newest.operation || (event.step === last && event.event === "succeeded");
  const before = events.slice(0, -1).findLastIndex(endsRun);
  return events.slice(before + 1);
}

export const isDone = (run: readonly StepEvent[], step: string): boolean =>
  run.some((event) => event.step === step && event.event === "succeeded");

/** The steps that bring the whole spec: what is done in a pass of them is what the spec said then. */
export const BRINGS_SPEC: readonly string[] = ["node-pools", "topology"];

/** The first that is neither done nor given up. */
export function nextStep(
  plan: readonly PlannedStep[],
  run: readonly StepEvent[],
  abandoned: readonly string[] = [],
): PlannedStep | undefined {
  const since = sinceStated(run);
  return plan.find(({ name }) => !isDone(since, name) && !abandoned.includes(name));
}

/** Of a change from where its wish was stated last: what was done for an older wish is to be done anew. */
function sinceStated(run: readonly StepEvent[]): readonly StepEvent[] {
  const at = run.findLastIndex(
    ({ operation, step, event }) =>
      operation === "scale" && event === "succeeded" && BRINGS_SPEC.includes(step),
  );
  return at < 0 ? run : run.slice(at);
}

/** Which attempt a pass at this step belongs to, and whether its start is on record already. */
export function attemptOf(
  run: readonly StepEvent[],
  step: string,
): { attempt: number; open: boolean; waitingFor: string | undefined } {
  const last = run.findLast((event) => event.step === step);
  if (!last) return { attempt: 1, open: false, waitingFor: undefined };
  if (last.event === "failed" || last.event === "succeeded")
    return { attempt: last.attempt + 1, open: false, waitingFor: undefined };
  return {
    attempt: last.attempt,
    open: true,
    waitingFor: last.event === "waiting" ? last.message : undefined,
  };
}

interface PrepareInput {
  kind: OperationKind;
  plan: readonly PlannedStep[];
  run: readonly StepEvent[];
  abandoned: readonly string[];
  history: StepHistory;
  nextAttemptAt: Date | null;
  now: Date;
}

/** The timeline of one run: every attempt keeps its bar, also after the one that mended it. */
export function prepareOperation({
  kind,
  plan,
  run,
  abandoned,
  history,
  nextAttemptAt,
  now,
}: PrepareInput): OperationView | null {
  const [first] = run;
  if (!first) return null;
  const steps = plannedOf(plan, run, abandoned).map((step) =>
    prepareStep(step, run, abandoned, history.get(historyKey(kind, step.name))),
  );
  const finished = steps.every((step) => step.state === "done");
  const failing = steps.some((step) => step.state === "failed");
  return {
    kind,
    startedAt: first.at,
    finishedAt: finished ? (run.at(-1)?.at ?? null) : null,
    steps,
    nextAttemptAt: failing ? nextAttemptAt : null,
    percent: finished ? 100 : percentOf(steps, now),
    eta: finished || failing ? null : etaOf(steps, kind, history, now),
  };
}

/** A run that ended before a step was thought of has not missed it. */
function plannedOf(
  plan: readonly PlannedStep[],
  run: readonly StepEvent[],
  abandoned: readonly string[],
): readonly PlannedStep[] {
  const last = plan.at(-1);
  if (!last || !isDone(run, last.name)) return plan;
  return plan.filter(({ name }) => abandoned.includes(name) || run.some(({ step }) => step === name));
}

function prepareStep(
  { name, title, detail }: PlannedStep,
  run: readonly StepEvent[],
  abandoned: readonly string[],
  stats: StepStats | undefined,
): StepView {
  const attempts = attemptsOf(run.filter((event) => event.step === name));
  const state = abandoned.includes(name) ? "done" : stateOf(attempts);
  return { name, title, detail, state, attempts, expectedMs: stats?.medianMs ?? null };
}

function attemptsOf(events: readonly StepEvent[]): StepAttempt[] {
  const attempts = new Map<number, StepAttempt>();
  for (const { attempt, at, event, message, code } of events) {
    const startedAt = attempts.get(attempt)?.startedAt ?? at;
    const outcome = event === "started" ? "running" : event;
    const endedAt = event === "succeeded" || event === "failed" ? at : null;
    attempts.set(attempt, { attempt, startedAt, endedAt, outcome, message, code });
  }
  return [...attempts.values()];
}

function stateOf(attempts: readonly StepAttempt[]): StepView["state"] {
  const last = attempts.at(-1);
  if (!last) return "not-started";
  return last.outcome === "succeeded" ? "done" : last.outcome;
}

const MOST_OF_A_RUNNING_STEP = 0.9; // it is not done until it says so

function percentOf(steps: readonly StepView[], now: Date): number {
  const known = steps.every((step) => step.expectedMs !== null);
  const weightOf = (step: StepView): number => (known ? Math.max(1, step.expectedMs ?? 0) : 1);
  const total = steps.reduce((sum, step) => sum + weightOf(step), 0);
  const done = steps.reduce((sum, step) => sum + weightOf(step) * shareOf(step, now), 0);
  return Math.floor((100 * done) / total);
}

function shareOf(step: StepView, now: Date): number {
  if (step.state === "done") return 1;
  if ((step.state !== "running" && step.state !== "waiting") || !step.expectedMs) return 0;
  return Math.min(MOST_OF_A_RUNNING_STEP, elapsedMs(step, now) / step.expectedMs);
}

const elapsedMs = (step: StepView, now: Date): number => +now - +(step.attempts.at(-1)?.startedAt ?? now);

function etaOf(
  steps: readonly StepView[],
  kind: OperationKind,
  history: StepHistory,
  now: Date,
): OperationView["eta"] {
  let lowMs = 0;
  let highMs = 0;
  for (const step of steps.filter((candidate) => candidate.state !== "done")) {
    const stats = history.get(historyKey(kind, step.name));
    if (!stats) return null;
    const spent = elapsedMs(step, now);
    lowMs += Math.max(0, stats.lowMs - spent);
    highMs += Math.max(0, stats.highMs - spent);
  }
  return { from: new Date(+now + lowMs), to: new Date(+now + highMs) };
}
