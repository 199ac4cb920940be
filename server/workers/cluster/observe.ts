import { limitedTo } from "#server/adapters/time-limit.ts";
import type { ManagementLook, Observation } from "#server/domain/cluster/provider.ts";
import { conditionOf, type ClusterRow, type Observed } from "#server/domain/cluster/row.ts";
import { Waiting } from "#server/domain/errors.ts";
import { bootstrapLook } from "./bootstrap.ts";
import type { ClusterLoopDeps } from "./deps.ts";
import { tellManagement } from "./management-look.ts";
import { writeConditions, type Wish } from "./record.ts";

export const READY: Wish = {
  type: "Ready",
  status: "True",
  reason: "Ready",
  message: "It does what was asked of it.",
};
const LOOK_EVERY_MS = 30_000;
const LOOK_LIMIT_MS = 20_000;

/** Under a fast clock once a real second is enough. */
export const lookAgain = ({ clock }: Pick<ClusterLoopDeps, "clock">): { requeueAfterMs: number } => ({
  requeueAfterMs: Math.max(LOOK_EVERY_MS, 1_000 * clock.rate),
});

/** Looks at a cluster that is done, and keeps its agent running. A cluster that does not answer is a state of it, not a fault of ours. */
export async function observe(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  signal: AbortSignal,
): Promise<{ requeueAfterMs: number }> {
  const within = limitedTo(LOOK_LIMIT_MS, signal);
  if (await answers(deps, row, { signal, within })) await keep(deps, row, within);
  return lookAgain(deps);
}

/**
 * Beside a change that runs, or that a person must mend: the cluster goes on meanwhile. It is looked at as ever, and its agent told what
 * it must know, at once where that is new. Whether it is Ready is the change's to say.
 */
export function createGlances(deps: ClusterLoopDeps) {
  const last = new Map<string, { at: number; told: string }>();
  function isDue({ id, zone, carbonPaused, carbonDryRun }: ClusterRow): boolean {
    const { at, told } = last.get(id) ?? {};
    const now = { at: +deps.clock.now(), told: [zone, carbonPaused, carbonDryRun].join() };
    if (told === now.told && now.at - (at ?? 0) < lookAgain(deps).requeueAfterMs) return false;
    last.set(id, now);
    return true;
  }
  return async function glance({ id }: ClusterRow, signal: AbortSignal): Promise<void> {
    const row = await deps.clusters.find(id); // a step has written into it
    if (!row || row.deletionRequestedAt || row.observedGeneration === row.generation || !isDue(row)) return;
    const within = limitedTo(LOOK_LIMIT_MS, signal);
    try {
      if (await answers(deps, row, { signal, within })) await carry(deps, row, within);
    } catch (error) {
      if (signal.aborted) throw error;
    }
  };
}

/** Whether it does; what has turned is written. */
async function answers(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  { signal, within }: { signal: AbortSignal; within: AbortSignal },
): Promise<boolean> {
  try {
    await lookAt(deps, row, within);
  } catch (error) {
    if (signal.aborted || error instanceof Waiting) throw error;
    await write(deps, row, { status: "False", reason: "NoAnswer", message: (error as Error).message });
    return false;
  }
  await bootstrapLook(deps, row, signal);
  return true;
}

/** An agent that runs in this process runs, and each knows what it must. */
async function carry(deps: ClusterLoopDeps, row: ClusterRow, signal: AbortSignal): Promise<void> {
  if (deps.providers[row.provider].runsHere(row)) await deps.agents.ensure(row);
  await deps.marks.write(row, signal);
}

async function keep(deps: ClusterLoopDeps, row: ClusterRow, signal: AbortSignal): Promise<void> {
  const ready = conditionOf(row, "Ready");
  try {
    await carry(deps, row, signal);
  } catch (error) {
    if (error instanceof Waiting) throw error;
    const message = (error as Error).message;
    if (ready?.status !== "False" || ready.message !== message) {
      await writeConditions(deps, row, [{ type: "Ready", status: "False", reason: "AgentFailed", message }]);
    }
    throw error;
  }
  if (ready?.status !== "True" || ready.reason !== "Ready") await writeConditions(deps, row, [READY]);
}

/** Reads how it stands and keeps that; the last answer stays when none comes. */
export async function lookAt(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  signal: AbortSignal,
): Promise<Observation> {
  const observation = await askBoth(deps, row, signal);
  const observed: Observed = {
    at: deps.clock.now(),
    reachable: observation.reachable,
    version: observation.version ?? null,
    workersVersion: observation.workersVersion ?? null,
    nodesReady: observation.nodesReady,
    nodesWanted: observation.nodesWanted,
    message: observation.message ?? null,
    server: observation.server ?? null,
    waitingJobs: observation.waitingJobs ?? null,
    clusterUid: observation.clusterUid ?? row.observed?.clusterUid ?? null,
  };
  await write(deps, row, { status: "True", reason: "Answers", message: "Its API answers." }, observed);
  return observation;
}

/** Whoever makes it is a condition of its own, also where the cluster itself does not answer. */
async function askBoth(deps: ClusterLoopDeps, row: ClusterRow, signal: AbortSignal): Promise<Observation> {
  const told: { management?: ManagementLook } = {};
  try {
    return await deps.providers[row.provider].observe(row, row.spec, signal, (look) => {
      told.management = look;
    });
  } finally {
    await tellManagement(deps, row, told.management);
  }
}

/** Pages are told only of what they would show differently. */
async function write(
  deps: ClusterLoopDeps,
  row: ClusterRow,
  wish: Omit<Wish, "type">,
  observed?: Observed,
): Promise<void> {
  const before = conditionOf(row, "Reachable");
  const same =
    before?.status === wish.status &&
    before.message === wish.message &&
    (!observed ||
      JSON.stringify({ ...row.observed, at: null }) === JSON.stringify({ ...observed, at: null }));
  const conditions: Wish[] = [{ type: "Reachable", ...wish }];
  if (!same) return writeConditions(deps, row, conditions, observed && { observed });
  if (observed) await deps.clusters.updateStatus(row.id, () => ({ observed }));
}
