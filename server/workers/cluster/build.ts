import { limitedTo } from "#server/adapters/time-limit.ts";
import { NO_NETWORK } from "#server/domain/cluster/cluster-api/bootstrap/network.ts";
import { isBootstrapStep } from "#server/domain/cluster/cluster-api/bootstrap/reading.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { PlannedStep } from "#server/domain/cluster/provider.ts";
import { conditionOf, isLocked, type ClusterRow } from "#server/domain/cluster/row.ts";
import { BRINGS_SPEC, isDone, newestRun, nextStep } from "#server/domain/cluster/steps.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import type { StepEvent } from "#server/domain/cluster/view.ts";
import { bootstrapStep } from "./bootstrap.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { ANSWERED } from "./management-look.ts";
import { lookAt, READY } from "./observe.ts";
import { asksItself, withOwnKubeconfig } from "./own-kubeconfig.ts";
import { isHopeless, stepRecord, writeConditions, type Wish } from "./record.ts";

const AT_ONCE = { requeueAfterMs: 0 };
const LOCKED = "It is locked: nothing is written before somebody has reviewed what would be.";
const STEP_LIMIT_MS = 60_000;

/** One step of creation or scaling; the next pass takes the next. */
export async function build(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  kind: "create" | "scale",
  signal: AbortSignal,
): Promise<{ requeueAfterMs: number }> {
  const plan = planOf(kind, row.provider, row.spec);
  const events = await deps.clusters.steps(row.id);
  const all = newestRun(events, (of) => planOf(of, row.provider, row.spec).at(-1)?.name);
  const run = all.at(-1)?.operation === kind && !isOver(plan, all, kind, row) ? all : [];
  const step = toRestate(row, plan, run) ?? nextStep(plan, run);
  if (!step) return finish(deps, row, kind);

  const record = stepRecord(deps, row, kind, run, step.name);
  await record.started(step.detail);
  try {
    const within = limitedTo(STEP_LIMIT_MS, signal);
    const message = await doStep(deps, row, step, run, within);
    await record.succeeded(message);
    if (step === plan.at(-1)) return await finish(deps, row, kind);
    await writeConditions(deps, row, [progress(row, kind, step), ...applied(row, step)], ANSWERED);
    return AT_ONCE;
  } catch (error) {
    if (signal.aborted) throw error; // cut short: the attempt stays open for the next worker
    await record.ended(error);
    await writeConditions(deps, row, [
      { type: "Ready", status: "False", reason: reasonOf(error), message: (error as Error).message },
      ...withoutNetwork(error),
    ]);
    throw error;
  }
}

/** Nodes wait for a plugin before the step that looks at it can come: it is a condition at once. */
const withoutNetwork = (error: unknown): Wish[] =>
  error instanceof Waiting && error.reason === NO_NETWORK.reason
    ? [{ type: "NetworkReady", status: "False", ...NO_NETWORK }]
    : [];

/** A scaling that ended belongs to an older generation: this one starts anew. */
const isOver = (
  plan: readonly PlannedStep[],
  run: Parameters<typeof nextStep>[1],
  kind: "create" | "scale",
  row: ClusterRow,
): boolean =>
  kind === "scale" && row.observedGeneration !== row.generation && nextStep(plan, run) === undefined;

async function finish(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  kind: "create" | "scale",
): Promise<{ requeueAfterMs: number }> {
  await writeConditions(
    deps,
    row,
    [
      {
        type: "Provisioned",
        status: "True",
        reason: "StepsDone",
        message: "Every step of creation is done.",
      },
      READY,
      { type: "Reachable", status: "True", reason: "Answers", message: "Its API answers." },
    ],
    { observedGeneration: kind === "create" ? 1 : appliedGeneration(row) },
  );
  return AT_ONCE;
}

/** What was created is the first wish, and a change made during a scaling is not in it: both are scaled to afterwards. */
const appliedGeneration = (row: ClusterRow): number =>
  conditionOf(row, "Applied")?.observedGeneration ?? row.generation;

const applied = (row: ClusterRow, step: PlannedStep): Wish[] =>
  BRINGS_SPEC.includes(step.name)
    ? [
        {
          type: "Applied",
          status: "True",
          reason: "PoolsApplied",
          message: `The pools are as asked for in generation ${row.generation}.`,
        },
      ]
    : [];

/** A wish that comes while an older one is on its way is stated at once: it may be what mends that, or a pause of it. */
function toRestate(
  row: ClusterRow,
  plan: readonly PlannedStep[],
  run: Parameters<typeof nextStep>[1],
): PlannedStep | undefined {
  const brings = plan.find(({ name }) => BRINGS_SPEC.includes(name));
  if (!brings || !isDone(run, brings.name)) return undefined;
  return appliedGeneration(row) < row.generation ? brings : undefined;
}

async function doStep(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  step: PlannedStep,
  run: readonly StepEvent[],
  signal: AbortSignal,
): Promise<string> {
  const provider = deps.providers[row.provider];
  if (!provider.bootstrap || !asksItself(step.name)) return doPlainStep(deps, row, step, signal);
  return withOwnKubeconfig(deps, row, signal, () =>
    isBootstrapStep(step.name)
      ? bootstrapStep(deps, row, step.name, run, signal)
      : doPlainStep(deps, row, step, signal),
  );
}

async function doPlainStep(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  step: PlannedStep,
  signal: AbortSignal,
): Promise<string> {
  switch (step.name) {
    case "accepted":
      return accept(deps, row);
    case "agent":
      return startAgent(deps, row, signal);
    case "policies":
      return bringPolicies(deps, row, signal);
    case "ready":
      return awaitReady(deps, row, signal);
    default:
      return (await deps.providers[row.provider].apply(step.name, row, row.spec, signal)).message;
  }
}

async function accept({ clusters }: ClusterLoopDeps, { zone, createdBy }: ClusterRow): Promise<string> {
  const known = (await clusters.zones()).find((each) => each.zone === zone);
  if (!known)
    throw new UserError(
      "ZoneUnknown",
      `No carbon source speaks for the zone ${zone} any more. Add one, then retry.`,
    );
  return `${createdBy} asked for it, on the grid of ${known.name}.`;
}

async function startAgent(
  { providers, agents }: ClusterLoopDeps,
  row: ClusterRow,
  signal: AbortSignal,
): Promise<string> {
  await providers[row.provider].observe(row, row.spec, signal); // wakes it here after a restart
  if (!providers[row.provider].runsHere(row)) {
    throw new Waiting("RunsElsewhere", `Another worker runs ${row.name}, and so its agent.`, 1_000);
  }
  await agents.ensure(row);
  return "It holds and releases Jobs.";
}

async function bringPolicies(deps: ClusterLoopDeps, row: ClusterRow, signal: AbortSignal): Promise<string> {
  const { clusters, marks, queue } = deps;
  if (isLocked(row)) return LOCKED;
  await marks.write(row, signal);
  await queue.add("policy-rollout", row.id); // it brings the zone's score too, also where no policy is
  const [first, ...others] = await clusters.pendingPolicies(row.id);
  if (!first) return "The policies that name it have reached it.";
  const more = others.length > 0 ? ` ${others.length} more wait.` : "";
  throw new Waiting("PoliciesPending", `${first.name}: ${first.message}${more}`, 2_000);
}

async function awaitReady(deps: ClusterLoopDeps, row: ClusterRow, signal: AbortSignal): Promise<string> {
  const { nodesReady, nodesWanted } = await lookAt(deps, row, signal);
  if (row.spec.clusterApi?.paused) return "It is paused: its nodes are as they are.";
  if (nodesReady >= nodesWanted)
    return nodesWanted === 0
      ? "Nodes come when Jobs ask for them."
      : `${nodesReady} of ${nodesWanted} nodes are Ready.`;
  throw new Waiting("NodesStarting", `${nodesReady} of ${nodesWanted} nodes are Ready.`, 1_000);
}

function reasonOf(error: unknown): string {
  if (error instanceof Waiting) return error.reason;
  if (!isHopeless(error)) return "StepFailed";
  return error instanceof UserError ? "Refused" : "Failed";
}

const progress = (row: ClusterRow, kind: "create" | "scale", step: PlannedStep) => ({
  type: "Ready" as const,
  status: kind === "create" ? ("False" as const) : ("True" as const),
  reason: kind === "create" ? "Creating" : "Scaling",
  message: `${row.name}: ${step.title} is done.`,
});
