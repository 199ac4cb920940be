import { setMaxListeners } from "node:events";
import { MINUTE_MS } from "#server/domain/clock.ts";
import { installKinds } from "#server/adapters/kubernetes/install.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { isEarly, isLate, runAgent, type AgentRun } from "./release/agent-run.ts";
import { patchBare } from "./release/bare-client.ts";
import {
  createBatchNamespace,
  heldAnnotations,
  listJobs,
  limitIntensity,
  publishGrid,
  submitJobs,
} from "./release/jobs.ts";
import { startPlane, type Plane } from "./release/plane.ts";
import { measure, option, progress, report } from "./report.ts";

const AT_ONCE = 16; // as many as the agent's loop has in flight

/**
 * So many Jobs wait for one window: it opens when a reading under their policy's limit is published. The agent lets them go, its rate
 * off; a bare client with as many requests in flight sends the same patches to as many equal Jobs, half of them before and half after, so that a drift
 * of the machine falls on both. API server and etcd are real; the Job controller does not run, for it would take the cores to make
 * pods, so the Jobs' status says by our hand that they are suspended.
 */
await measure(async () => {
  const count = option("jobs", 10_000);
  const plane = await startPlane();
  try {
    return await compare(plane, count);
  } finally {
    await plane.stop();
  }
});

async function compare({ kube, kubeconfig }: Plane, count: number): Promise<boolean> {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  await installKinds(kube, signal);
  await createBatchNamespace(kube);
  await limitIntensity(kube);
  await publishGrid(kube, "dirty");
  const bare = { enabled: false, annotations: heldAnnotations() };
  const half = Math.ceil(count / 2);
  progress(`${count} Jobs for the bare client, then ${count} for the agent.`);
  await submitJobs(kube, { ...bare, prefix: "before", count: half });
  await submitJobs(kube, { ...bare, prefix: "after", count: count - half });
  const beforeMs = await patchBare(kube, "before", AT_ONCE);
  progress(`bare client: ${Math.round((1_000 * half) / beforeMs)} a second`);

  const agent = await runAgent(kubeconfig, undefined);
  try {
    await submitJobs(kube, { prefix: "agent", count, enabled: true });
    await agent.quiet();
    progress("All wait; the window opens.");
    const opensAt = new Date();
    await publishGrid(kube, "clean");
    const agentMs = await agent.untilReleased(count, opensAt, 10 * MINUTE_MS);
    progress(`agent: ${Math.round((1_000 * count) / agentMs)} a second`);
    await agent.quiet();
    const afterMs = await patchBare(kube, "after", AT_ONCE);
    progress(`bare client: ${Math.round((1_000 * (count - half)) / afterMs)} a second`);
    return await judge(kube, agent, { count, opensAt, agentMs, bareMs: beforeMs + afterMs });
  } finally {
    await agent.stop();
  }
}

interface Measured {
  count: number;
  opensAt: Date;
  agentMs: number;
  bareMs: number;
}

async function judge(
  kube: KubeClient,
  agent: AgentRun,
  { count, opensAt, agentMs, bareMs }: Measured,
): Promise<boolean> {
  const jobs = await listJobs(kube, "agent");
  const releases = [...agent.releases().values()];
  const lost = count - jobs.filter(({ spec }) => spec.suspend === false).length;
  const early = releases.filter((record) => isEarly(record, opensAt)).length;
  const late = releases.filter(isLate).length;
  const releasesPerSecond = (1_000 * (count - lost)) / agentMs;
  const ratioToBareClient = releasesPerSecond / ((1_000 * count) / bareMs);
  report({ jobs: count, releasesPerSecond, ratioToBareClient, lost, early, late }, [
    ["Jobs that waited for one window", count],
    ["releases a second, from its opening on", Math.round(releasesPerSecond)],
    ["a bare client, patches a second", Math.round((1_000 * count) / bareMs)],
    ["ratio", ratioToBareClient.toFixed(2)],
    ["lost", lost],
    ["early", early],
    ["late", late],
  ]);
  return lost + early + late === 0;
}
