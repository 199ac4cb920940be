import {
  agentObstacle,
  agentRefused,
  readAgent,
} from "#server/domain/cluster/cluster-api/bootstrap/agent.ts";
import { readBootstrap, unreadBootstrap } from "#server/domain/cluster/cluster-api/bootstrap/bootstrap.ts";
import { readPolicies } from "#server/domain/cluster/cluster-api/bootstrap/policies.ts";
import {
  CONDITION_OF_BOOTSTRAP_STEP,
  type BootstrapReading,
  type BootstrapStep,
} from "#server/domain/cluster/cluster-api/bootstrap/reading.ts";
import { DEFAULT_AGENT_IMAGE } from "#server/domain/agent/image.ts";
import type { Bootstrap } from "#server/domain/cluster/provider.ts";
import { conditionOf, type ClusterRow } from "#server/domain/cluster/row.ts";
import { attemptOf } from "#server/domain/cluster/steps.ts";
import type { StepEvent } from "#server/domain/cluster/view.ts";
import { TerminalError, Waiting } from "#server/domain/errors.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { writeConditions, type Wish } from "./record.ts";

/** How long a step waits for what may come by itself; it ends then all the same, and the look goes on. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 1_000;

/** One thing that a new cluster should have. What is missing ends the step too: it stays a condition that says what would bring it. */
export async function bootstrapStep(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  step: BootstrapStep,
  run: readonly StepEvent[],
  signal: AbortSignal,
): Promise<string> {
  const reading = await readStep(deps, row, step, run, signal);
  await writeTurned(deps, row, [reading]);
  if (reading.settling && isPatient(deps, step, run))
    throw new Waiting(reading.reason, reading.message, LOOK_AGAIN_MS);
  return reading.message;
}

/** The regular look: what was missing turns True by itself once it is there. A look that fails makes it unknown, and no fault of the loop. */
export async function bootstrapLook(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  signal: AbortSignal,
): Promise<void> {
  const { bootstrap } = deps.providers[row.provider];
  if (!bootstrap) return;
  const told = await bootstrap.read(row, signal).then(readBootstrap, (error: unknown) => {
    if (signal.aborted) throw error;
    return unreadBootstrap((error as Error).message);
  });
  await writeTurned(deps, row, [...told, readPolicies(await deps.clusters.carriedPolicies(row.id))]);
}

async function readStep(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  step: BootstrapStep,
  run: readonly StepEvent[],
  signal: AbortSignal,
): Promise<BootstrapReading> {
  if (step === "policies") return bringPolicies(deps, row, signal);
  const { bootstrap } = deps.providers[row.provider];
  if (!bootstrap) throw new TerminalError(`Clusters of ${row.provider} have no step ${step}.`);
  if (step === "agent") return bringAgent(bootstrap, row, run, signal);
  const type = CONDITION_OF_BOOTSTRAP_STEP[step];
  const reading = readBootstrap(await bootstrap.read(row, signal)).find((each) => each.type === type);
  if (!reading) throw new TerminalError(`Nothing tells ${type}.`);
  return reading;
}

async function bringAgent(
  bootstrap: Bootstrap,
  row: ClusterRow,
  run: readonly StepEvent[],
  signal: AbortSignal,
): Promise<BootstrapReading> {
  const facts = await bootstrap.read(row, signal);
  const obstacle = agentObstacle(facts);
  if (obstacle) return obstacle;
  const isWritten = facts.agent && attemptOf(run, "agent").waitingFor !== undefined;
  if (isWritten) return readAgent(facts);
  const image = row.spec.clusterApi?.agentImage ?? DEFAULT_AGENT_IMAGE;
  const outcomes = await bootstrap.installAgent(row, image, signal);
  return agentRefused(outcomes) ?? readAgent(await bootstrap.read(row, signal));
}

async function bringPolicies(
  { clusters, marks, queue }: ClusterLoopDeps,
  row: ClusterRow,
  signal: AbortSignal,
): Promise<BootstrapReading> {
  await marks.write(row, signal);
  await queue.add("policy-rollout", row.id); // it brings the zone's score too, also where no policy is
  return readPolicies(await clusters.carriedPolicies(row.id));
}

function isPatient({ clock }: ClusterLoopDeps, step: BootstrapStep, run: readonly StepEvent[]): boolean {
  const started = run.findLast((event) => event.step === step && event.event === "started");
  return !started || +clock.now() - +started.at < PATIENCE_MS;
}

/** Pages are told only of what they would show differently. */
async function writeTurned(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  readings: readonly BootstrapReading[],
): Promise<void> {
  const turned = readings.filter((reading) => {
    const before = conditionOf(row, reading.type);
    return SAID.some((field) => before?.[field] !== reading[field]);
  });
  if (turned.length > 0) await writeConditions(deps, row, turned.map(wishOf));
}
const SAID = ["status", "reason", "message", "command"] as const;

/** A command that does not help any more goes. */
const wishOf = ({ type, status, reason, message, command }: BootstrapReading): Wish => ({
  type,
  status,
  reason,
  message,
  ...(command ? { command } : {}),
});
