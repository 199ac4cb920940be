import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { installKinds, installWebhook } from "#server/adapters/kubernetes/install.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { annotationsOf } from "#server/domain/job/facts.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { WEBHOOK_PATH } from "#server/manifests/agent.ts";
import { type Program, startProgram } from "./agent-memory/program.ts";
import {
  createBatchNamespace,
  JOBS,
  limitIntensity,
  listJobs,
  publishGrid,
  submitJobs,
} from "./release/jobs.ts";
import { startPlane, type Plane } from "./release/plane.ts";
import { measure, option, progress, report } from "./report.ts";

const SETTLE_MS = 20_000;
const GOAL_MB = 300;

/**
 * The agent as its image runs it, on a real API server, while its webhook holds so many Jobs; while a new score has it decide on all
 * of them; and started anew where they are there already. What is reported is the most it took in either life, by the kernel's count.
 */
await measure(async () => {
  const count = option("jobs", 10_000);
  const plane = await startPlane();
  try {
    return await weigh(plane, count);
  } finally {
    await plane.stop();
  }
});

async function weigh({ kube, kubeconfig, dir }: Plane, count: number): Promise<boolean> {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  await installKinds(kube, signal);
  await createBatchNamespace(kube);
  await limitIntensity(kube);
  await publishGrid(kube, "dirty");
  await installWebhook(kube, { url: `https://127.0.0.1:1${WEBHOOK_PATH}`, caBundle: "" }, signal);

  const first = await startProgram(dir, kubeconfig);
  const emptyMb = first.memory().nowMb;
  await untilAsked(kube);
  await submitJobs(kube, { prefix: "agent", count, enabled: true });
  const held = (await listJobs(kube, "agent")).filter(isHeld).length;
  progress(`${held} of ${count} Jobs are held.`);
  const filled = await settled(first, count);
  await publishGrid(kube, "dirty"); // every Job is decided on anew
  const again = await settled(first, count);
  await first.stop();

  const second = await startProgram(dir, kubeconfig);
  const restarted = await settled(second, count);
  await second.stop();
  const rssMegabytes = Math.max(again.peakMb, restarted.peakMb);
  report({ jobs: held, rssMegabytes }, [
    ["Jobs held", held],
    ["MB without a Job", Math.round(emptyMb)],
    ["MB when they are in", Math.round(filled.nowMb)],
    ["MB after a decision on each", Math.round(again.nowMb)],
    ["MB of a new life, settled", Math.round(restarted.nowMb)],
    ["the most, first life", Math.round(again.peakMb)],
    ["the most, new life", Math.round(restarted.peakMb)],
  ]);
  return held === count && rssMegabytes <= GOAL_MB;
}

function isHeld(job: Job): boolean {
  return job.spec.suspend === true && annotationsOf(job)[ANNOTATION.state] === "held";
}

/** It knows of all of them, and has had time to come to rest. */
async function settled(program: Program, count: number): Promise<{ nowMb: number; peakMb: number }> {
  while ((await program.metric("karbon_held_jobs")) !== count) await sleep(200);
  await sleep(SETTLE_MS);
  return program.memory();
}

/** Until the API server trusts the webhook that the agent has told it of. */
async function untilAsked(kube: KubeClient): Promise<void> {
  const name = "probe";
  for (;;) {
    await submitJobs(kube, { prefix: name, count: 1, enabled: true });
    const [job] = await listJobs(kube, name);
    await kube.json(`${JOBS}/${name}-00000`, {
      method: "DELETE",
      query: { propagationPolicy: "Background" },
    });
    if (job && isHeld(job)) return;
    await sleep(500);
  }
}
