import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterIdentity, ClusterProvider, PlannedStep } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { Waiting } from "#server/domain/errors.ts";

/** The loop's own steps, which no provider does. */
export const OURS = new Set(["accepted", "network", "dns", "storage", "agent", "policies", "ready"]);
const LOOK_EVERY_MS = 200;
const { signal } = new AbortController();

/** What each step said on its way, in order: what the step log keeps. */
export type Told = { step: string; says: string }[];

/** Does the steps of an operation as the cluster loop does: one after another, waiting where it is told to wait. */
export async function drive(
  provider: ClusterProvider,
  kind: "apply" | "teardown",
  cluster: ClusterIdentity,
  spec: ClusterSpec,
  steps: readonly PlannedStep[],
): Promise<Told> {
  const told: Told = [];
  for (const { name: step } of steps.filter(({ name }) => !OURS.has(name))) {
    for (;;) {
      const said = await once(() => provider[kind](step, cluster, spec, signal));
      if (told.at(-1)?.step !== step || told.at(-1)?.says !== said.message)
        told.push({ step, says: said.message });
      if (said.done) break;
      await sleep(LOOK_EVERY_MS);
    }
  }
  return told;
}

async function once(act: () => Promise<{ message: string }>): Promise<{ done: boolean; message: string }> {
  try {
    return { done: true, ...(await act()) };
  } catch (error) {
    if (error instanceof Waiting) return { done: false, message: error.message };
    throw error;
  }
}
