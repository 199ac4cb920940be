import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { installKinds, removeWebhook } from "#server/adapters/kubernetes/install.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { readGrid } from "./grid.ts";
import { maxDelayOf, runTrace } from "./run-trace.ts";
import { prepareTrace } from "./trace-cluster.ts";
import { readTrace, type TracePolicy } from "./trace-jobs.ts";
import { judge, type TraceVerdict } from "./verdict.ts";

const STARTS_AT = new Date("2022-06-06T00:00:00Z"); // 22 weeks of readings before it to foresee from
const NAMESPACE = "trace";

/** The product's default, and one that waits for no known hour, so that some Jobs wait until their latest start. */
export const TRACE_POLICIES: readonly TracePolicy[] = [
  { name: "best-window", spec: { maxDelay: "24h" } },
  { name: "threshold", spec: { strategy: "threshold", maxIntensity: 200, maxDelay: "6h" } },
];

/**
 * The first `count` jobs of a trace on Germany's grid of June 2022, under each policy, on this cluster: what the loop did beside what
 * the backtest says.
 */
export async function studyTrace(
  kube: KubeClient,
  files: { jobs: string; grid: string },
  count: number,
): Promise<TraceVerdict[]> {
  const jobs = readTrace(files.jobs, count);
  const longestWaitMs = Math.max(...TRACE_POLICIES.map(maxDelayOf));
  const lastMs = +STARTS_AT + (jobs.at(-1)?.arrivesAfterMs ?? 0) + longestWaitMs + HOUR_MS;
  const grid = readGrid(files.grid, "DE-2022", STARTS_AT, new Date(lastMs));
  const common = { namespace: NAMESPACE, policies: TRACE_POLICIES };
  await installKinds(kube, AbortSignal.timeout(60_000));
  const clear = await prepareTrace(kube, { ...common, zone: grid.zone });
  try {
    const outcome = await runTrace({ ...common, kube, grid, jobs, startsAt: STARTS_AT });
    return TRACE_POLICIES.map((policy) => judge(grid, policy, outcome));
  } finally {
    await removeWebhook(kube, AbortSignal.timeout(10_000)).catch(() => undefined);
    await clear();
  }
}
