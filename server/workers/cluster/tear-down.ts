import { limitedTo } from "#server/adapters/time-limit.ts";
import { isUnreachable, REFUSED_CREDENTIALS } from "#server/adapters/provider/kube-answer.ts";
import { MINUTE_MS } from "#server/domain/clock.ts";
import { hasAnswered } from "#server/domain/cluster/imported-plan.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { PlannedStep } from "#server/domain/cluster/provider.ts";
import { conditionOf, isLocked, isTrue, NO_ANSWER, type ClusterRow } from "#server/domain/cluster/row.ts";
import { newestRun, nextStep } from "#server/domain/cluster/steps.ts";
import type { StepEvent } from "#server/domain/cluster/view.ts";
import { asSentence } from "#server/domain/cluster/words.ts";
import { UserError } from "#server/domain/errors.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { ANSWERED } from "./management-look.ts";
import { isHopeless, stepRecord, writeConditions, type Wish } from "./record.ts";

const AT_ONCE = { requeueAfterMs: 0 };
const STEP_LIMIT_MS = 60_000;

/** Why there is nothing of ours to take out. */
const whyUntouched = (row: ClusterRow, events: readonly StepEvent[]): string | undefined => {
  if (!hasAnswered(events)) return "It never answered, so nothing was put into it.";
  return isLocked(row) ? "It was never reviewed, so nothing was put into it." : undefined;
};

const ENDS_HERE: readonly string[] = ["api-server", "control-plane"];
/** Real time that a step may take before a person is asked: machines of a cloud take their minutes to go. */
const stuckAfterMs = ({ provider }: ClusterRow): number => (provider === "cluster-api" ? 15 : 3) * MINUTE_MS;

/** One step of the teardown; after the last one the row goes, and its name is free again. */
export async function tearDown(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  signal: AbortSignal,
): Promise<{ requeueAfterMs: number } | undefined> {
  const plan = planOf("delete", row.provider, row.spec);
  const events = await deps.clusters.steps(row.id);
  const newest = newestRun(events, (of) => planOf(of, row.provider, row.spec).at(-1)?.name);
  const run = newest.at(-1)?.operation === "delete" ? newest : [];
  const step = nextStep(plan, run, row.abandonedSteps);
  if (!step) return forget(deps, row);

  const record = stepRecord(deps, row, "delete", run, step.name);
  await record.started(step.detail);
  try {
    const within = limitedTo(STEP_LIMIT_MS, signal);
    const untouched = step.asksCluster ? whyUntouched(row, events) : undefined;
    const message = untouched ?? (await undo(deps, row, step, within));
    await record.succeeded(message);
    await writeConditions(deps, row, conditionsAfter(row, step), ANSWERED);
    return AT_ONCE;
  } catch (error) {
    if (signal.aborted) throw error;
    await record.ended(error);
    await writeConditions(deps, row, [deleting(step), ...stuckWish(deps, row, run, step, error)]);
    throw error;
  }
}

async function undo(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  step: PlannedStep,
  signal: AbortSignal,
): Promise<string> {
  if (step.name === "agent") {
    await deps.agents.stop(row.id);
    return "It has stopped.";
  }
  if (ENDS_HERE.includes(step.name)) await deps.agents.stop(row.id); // it may run with the API server, in another worker
  return (await deps.providers[row.provider].teardown(step.name, row, row.spec, signal)).message;
}

async function forget(
  { clusters, live, clock, actor }: ClusterLoopDeps,
  row: ClusterRow,
): Promise<undefined> {
  const detail = row.abandonedSteps.length > 0 ? { abandoned: row.abandonedSteps } : {};
  await clusters.remove(row, { actor, action: "cluster.deleted", at: clock.now(), detail });
  await live.publish("clusters");
  return undefined;
}

const deleting = (step: PlannedStep): Wish => ({
  type: "Ready",
  status: "False",
  reason: "Deleting",
  message: `Being taken down: ${step.title}.`,
});

function conditionsAfter(row: ClusterRow, step: PlannedStep): Wish[] {
  const unstuck: Wish = { type: "Stuck", status: "False", reason: "Done", message: `${step.title} is done.` };
  return isTrue(row, "Stuck") ? [deleting(step), unstuck] : [deleting(step)];
}

/** What was refused and is not any more, such as credentials that were mended over there. */
const goesOn: Wish = { type: "Stuck", status: "False", reason: "GoesOn", message: "It goes on." };

/** Past its time a step is stuck, and says so until it succeeds; it is tried on all the same. */
function stuckWish(
  { clock }: ClusterLoopDeps,
  row: ClusterRow,
  run: readonly StepEvent[],
  step: PlannedStep,
  error: unknown,
): Wish[] {
  const since = clockStarts(row, run, step.name);
  const isLate = since !== undefined && +clock.now() - +since > stuckAfterMs(row) * clock.rate;
  const reason = stuckAtOnce(step, error) ?? (isLate ? "StepTimedOut" : undefined);
  if (!reason) return isTrue(row, "Stuck") ? [goesOn] : [];
  const message = asSentence(error instanceof Error ? error.message : String(error));
  return [{ type: "Stuck", status: "True", reason, message }];
}

/** What no retry mends is for a person at once; and a cluster that is not ours to mend may be left without its answer. */
function stuckAtOnce({ asksCluster }: PlannedStep, error: unknown): string | undefined {
  const refused = error instanceof UserError && error.reason === REFUSED_CREDENTIALS;
  if (asksCluster && (refused || isUnreachable(error))) return NO_ANSWER;
  return isHopeless(error) ? "Refused" : undefined;
}

/** A retry that a person asked for gives the step its whole time anew. */
function clockStarts(row: ClusterRow, run: readonly StepEvent[], step: string): Date | undefined {
  const first = run.find((event) => event.step === step)?.at;
  const stuck = conditionOf(row, "Stuck");
  return stuck?.status === "False" && first && stuck.lastTransitionTime > first
    ? stuck.lastTransitionTime
    : first;
}
