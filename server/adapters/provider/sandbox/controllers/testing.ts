import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, vi } from "vitest";
import type { Job, KubeObject, Pod } from "#server/domain/kubernetes.ts";
import { createCore } from "../core.ts";
import type { SandboxApi } from "../machine.ts";
import type { RunningPod, TrackedJob } from "./objects.ts";
import { nodePoolOf } from "./placement/node-pool.ts";
import { startControllers } from "./start.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // hours of simulated time, on whatever machine
export const START = new Date("2026-11-22T12:00:00Z");

/** A sandbox's inside on faked time, 1:1 with simulated time; `restart` ends one life and begins the next on the same store. */
export async function testWorld() {
  vi.useFakeTimers({ now: START });
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-controllers-"));
  const clock = { rate: 1, now: () => new Date() };
  const warnings: string[] = [];
  const log = {
    debug: () => undefined,
    warn: (fields: object, message: string) =>
      void warnings.push(`${message} ${JSON.stringify(fields, errorText)}`),
  };
  let seed = 1;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;

  async function begin() {
    const life = new AbortController();
    const core = await createCore({ dir, clock, onError: (error) => expect.fail(String(error)) });
    const { stopped } = await startControllers({ api: core.api, clock, signal: life.signal, log, random });
    const end = async (): Promise<void> => {
      life.abort();
      await vi.advanceTimersByTimeAsync(0);
      await stopped;
      core.close();
    };
    return { api: core.api, end };
  }
  let now = await begin();

  return {
    get api(): SandboxApi {
      return now.api;
    },
    warnings,
    /** Lets simulated time pass. */
    pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000),
    async restart(awaySeconds = 0) {
      await now.end();
      vi.setSystemTime(Date.now() + awaySeconds * 1_000);
      now = await begin();
      await vi.advanceTimersByTimeAsync(0);
    },
    async close() {
      await now.end();
      fs.rmSync(dir, { recursive: true, force: true });
      vi.useRealTimers();
    },
    job: (name: string) => now.api.get<TrackedJob>("jobs", "default", name),
    pods: () => now.api.list<RunningPod>("pods", "default"),
    reasons: (name: string) =>
      now.api
        .list<KubeObject & { reason?: string; involvedObject?: { name?: string } }>("events")
        .filter(({ involvedObject }) => involvedObject?.name === name)
        .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map(({ reason }) => reason),
  };
}
export type TestWorld = Awaited<ReturnType<typeof testWorld>>;

const errorText = (_: string, value: unknown): unknown => (value instanceof Error ? value.message : value);

/** A Job whose pods run for `runs` (60s by default). */
export function testJob(
  name: string,
  {
    spec,
    runs = "60s",
    exitCode,
    pod,
  }: { spec?: Partial<Job["spec"]>; runs?: string; exitCode?: number; pod?: Partial<Pod["spec"]> } = {},
): Job {
  const annotations: Record<string, string> = { "pod-complete.stage.kwok.x-k8s.io/delay": runs };
  if (exitCode !== undefined) annotations["sandbox.carbon-aware.io/exit-code"] = String(exitCode);
  const containers = [
    { name: "main", image: "busybox:1", resources: { requests: { cpu: "1", memory: "1Gi" } } },
  ];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default" },
    spec: {
      ...spec,
      template: { metadata: { annotations }, spec: { restartPolicy: "Never", containers, ...pod } },
    },
  };
}

/** Nodes without limit, so that a test of something else does not wait for one. */
export async function addPool(
  { api, pass }: Pick<TestWorld, "api" | "pass">,
  {
    name = "fallback",
    role = "fallback",
    minNodes = 1,
    maxNodes = 4,
    cpu = 16,
  }: Partial<Parameters<typeof nodePoolOf>[0]> = {},
): Promise<void> {
  await api.create(nodePoolOf({ name, role, minNodes, maxNodes, cpu, memoryGiB: 64 }));
  await pass(6);
}
