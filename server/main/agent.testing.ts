import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, vi } from "vitest";
import { scaledClock } from "#server/adapters/clock.ts";
import { openJournal, type Journal } from "#server/adapters/decision/journal.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { getJob } from "#server/adapters/kubernetes/job.ts";
import { createLogger } from "#server/adapters/log.ts";
import { nodePoolOf } from "#server/adapters/provider/sandbox/controllers/placement/node-pool.ts";
import { startControllers } from "#server/adapters/provider/sandbox/controllers/start.ts";
import { createSandbox } from "#server/adapters/provider/sandbox/sandbox.ts";
import { toScore } from "#server/domain/carbon/score.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { outcomeOf } from "#server/domain/job/facts.ts";
import type { Job, KubeObject, Node, Pod } from "#server/domain/kubernetes.ts";
import { startAgent, type Agent } from "./agent.ts";

export const key = (name: string): string => `carbon-aware.io/${name}`;
/** The annotations of a Job that asks for us and runs for 20 min. */
export const aware = (more: Record<string, string> = {}): Record<string, string> => ({
  [key("enabled")]: "true",
  [key("duration")]: "20m",
  ...more,
});
export const until = <T>(check: () => Promise<T>, timeout = 15_000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 50 });
export const template = (pod: object = {}, runs = "20m") => ({
  metadata: { annotations: { "pod-complete.stage.kwok.x-k8s.io/delay": runs } },
  spec: {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "busybox", resources: { requests: { cpu: "2" } } }],
    ...pod,
  },
});

const JOBS = "/apis/batch/v1/namespaces/default/jobs";

/** What tests do in a cluster that has our kinds, seen through its API alone. */
export function clusterHands(kube: KubeClient, clock: { now(): Date }) {
  let count = 0;
  const read = (job: Job) => getJob(kube, "default", job.metadata.name);
  async function nodeOf(job: Job): Promise<Node> {
    const { items } = await kube.list<Pod>("/api/v1/namespaces/default/pods", {
      query: { labelSelector: `job-name=${job.metadata.name}` },
    });
    return kube.json<Node>(`/api/v1/nodes/${items[0]?.spec.nodeName}`);
  }
  return {
    read,
    nodeOf,
    poolOf: async (job: Job) => (await nodeOf(job)).metadata.labels?.["karpenter.sh/nodepool"],
    state: async (job: Job) => (await read(job)).metadata.annotations?.[key("state")],
    /** These hours from now on are cheap; everything else is dirty. */
    async publish(...inHours: number[]): Promise<void> {
      const slot = Math.floor(+clock.now() / HOUR_MS);
      const slotAt = (hour: number) => new Date((slot + hour) * HOUR_MS);
      const spec = toScore({
        zone: "DE",
        kind: "average",
        provenance: "test",
        latest: { startsAt: slotAt(-1), stepMs: HOUR_MS, gramsPerKwh: 400, quality: "measured" },
        recent: [],
        forecast: {
          generatedAt: clock.now(),
          startsAt: slotAt(0),
          stepMs: HOUR_MS,
          gramsPerKwh: Array.from({ length: 72 }, (_, hour) => (inHours.includes(hour) ? 100 : 400)),
          method: "test",
        },
      });
      await kube.apply(
        `${SCORES_PATH}/de`,
        { apiVersion: "carbon-aware.io/v1alpha1", kind: "CarbonScore", metadata: { name: "de" }, spec },
        { fieldManager: "test", force: true },
      );
    },
    submit(
      annotations: Record<string, string>,
      { spec = {}, pod = {}, runs = "20m" }: { spec?: object; pod?: object; runs?: string } = {},
    ): Promise<Job> {
      return kube.json<Job>(JOBS, {
        method: "POST",
        body: {
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: { name: `job-${(count += 1)}`, namespace: "default", annotations },
          spec: { ...spec, template: template(pod, runs) },
        },
      });
    },
    finished: (job: Job) =>
      until(async () => {
        const now = await read(job);
        expect(outcomeOf(now)).toBe("complete");
        return now;
      }),
    eventsOf: async (name: string) =>
      (
        await kube.list<KubeObject & { reason: string; message: string }>(
          "/api/v1/namespaces/default/events",
          { query: { fieldSelector: `involvedObject.name=${name}` } },
        )
      ).items,
  };
}

/** A sandbox on a fast clock with a green and a fallback pool, and an agent that can be stopped and started. */
export async function sandboxWorld(rate: number) {
  const clock = scaledClock({ startsAt: new Date("2026-01-05T00:00:00Z"), rate, epoch: new Date() });
  const log = createLogger("test", "silent");
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "agent-"));
  const sandbox = await createSandbox({
    dir: path.join(dir, "sandbox"),
    clock,
    log,
    name: "lab",
    controllers: (api, _, signal) => void startControllers({ api, clock, signal, log }),
  });
  const kube = createKubeClient(sandbox.kubeconfig());
  let running: { agent: Agent; journal: Journal; stop: AbortController } | undefined;

  async function beginAgent(): Promise<void> {
    const stop = new AbortController();
    const journal = openJournal(path.join(dir, "agent"));
    const agent = startAgent({
      clusterId: "c1",
      kube,
      clusterZone: "DE",
      clock,
      log,
      signal: stop.signal,
      recorder: journal,
    });
    running = { agent, journal, stop };
    await agent.ready;
  }
  async function endAgent(): Promise<void> {
    running?.stop.abort();
    await running?.agent.stopped;
    running?.journal.close();
    running = undefined;
  }

  await beginAgent();
  for (const role of ["green", "fallback"] as const) {
    const minNodes = role === "fallback" ? 1 : 0;
    const pool = nodePoolOf({ name: role, role, minNodes, maxNodes: 3, cpu: 16, memoryGiB: 64 });
    pool.spec.disruption = { consolidateAfter: "Never" };
    await kube.apply(`/apis/karpenter.sh/v1/nodepools/${role}`, pool, { fieldManager: "test", force: true });
  }
  return {
    ...clusterHands(kube, clock),
    kube,
    clock,
    beginAgent,
    endAgent,
    journal: () => running?.journal ?? expect.fail("the agent is stopped"),
    async close() {
      await endAgent();
      await kube.close();
      await sandbox.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type SandboxWorld = Awaited<ReturnType<typeof sandboxWorld>>;
