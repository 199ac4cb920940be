import { createHash } from "node:crypto";
import type { KubeCondition } from "#server/domain/kubernetes.ts";
import {
  controllerOf,
  turnCondition,
  type ContainerState,
  type ContainerStatus,
  type RunningPod,
} from "../objects.ts";
import { goDuration, millis, timestamp } from "../runtime/timestamp.ts";

/** kwok's own annotations, so that the same Job lasts as long on real kwok nodes. kwok wants both; here the first is enough. */
export const RUN_DELAY = "pod-complete.stage.kwok.x-k8s.io/delay";
export const RUN_JITTER = "pod-complete.stage.kwok.x-k8s.io/jitter-delay";
export const EXIT_CODE = "sandbox.carbon-aware.io/exit-code";
const DEFAULT_RUN_MS = 60_000;
const START_MS = 1_000;
const END_MS = 1_000; // how long a simulated container takes to obey SIGTERM
const FIRST_RESTART_MS = 10_000;
const LONGEST_RESTART_MS = 300_000;

export type PodStep =
  | { kind: "none" }
  | { kind: "wait"; ms: number }
  | { kind: "delete" }
  | {
      kind: "status";
      status: NonNullable<RunningPod["status"]>;
      event?: { reason: string; message: string };
    };

/** What a kubelet would do next with a bound pod. Every time is derived from the pod's own timestamps. */
export function planPod(pod: RunningPod, nodeAddress: string | undefined, nowDate: Date): PodStep {
  const now = +nowDate;
  const { phase = "Pending", startTime } = pod.status ?? {};
  const deletion = millis(pod.metadata.deletionTimestamp);
  if (deletion !== undefined) return end(pod, deletion, now);
  if (phase === "Succeeded" || phase === "Failed") return { kind: "none" };
  if (nodeAddress === undefined) return { kind: "status", status: lost(pod, now) };
  const startedAt = millis(startTime);
  if (startedAt === undefined) return { kind: "status", status: creating(pod, nodeAddress, now) };
  if (phase === "Pending") return due(now, startedAt + START_MS, () => running(pod, startedAt + START_MS, 0));
  return run(pod, now);
}

function end({ metadata }: RunningPod, deletion: number, now: number): PodStep {
  const graceMs = (metadata.deletionGracePeriodSeconds ?? 0) * 1_000;
  if (graceMs === 0) return { kind: "none" }; // only finalizers keep it now
  const endsAt = deletion - graceMs + Math.min(graceMs, END_MS);
  return endsAt > now ? { kind: "wait", ms: endsAt - now } : { kind: "delete" };
}

function due(now: number, at: number, act: () => PodStep): PodStep {
  return at > now ? { kind: "wait", ms: at - now } : act();
}

function run(pod: RunningPod, now: number): PodStep {
  const [container] = pod.status?.containerStatuses ?? [];
  const startedAt = millis(container?.state.running?.startedAt);
  if (!controllerOf(pod, "Job")) return { kind: "none" };
  if (startedAt === undefined) return restart(pod, container, now);
  const finishedAt = startedAt + runMs(pod);
  return due(now, finishedAt, () => finished(pod, startedAt, finishedAt));
}

function restart(pod: RunningPod, container: ContainerStatus | undefined, now: number): PodStep {
  const finishedAt = millis(container?.lastState.terminated?.finishedAt) ?? now;
  const restarts = container?.restartCount ?? 0;
  const at = finishedAt + Math.min(FIRST_RESTART_MS * 2 ** (restarts - 1), LONGEST_RESTART_MS);
  return due(now, at, () => running(pod, at, restarts));
}

/** How long the pod runs; with a jitter, somewhere between the two, the same at every look. */
export function runMs({ metadata }: RunningPod): number {
  const least = goDuration(metadata.annotations?.[RUN_DELAY]) ?? DEFAULT_RUN_MS;
  const most = goDuration(metadata.annotations?.[RUN_JITTER]) ?? least;
  if (most <= least) return least;
  const share =
    createHash("sha256")
      .update(metadata.uid ?? "")
      .digest()
      .readUInt32BE() /
    2 ** 32;
  return Math.round(least + share * (most - least));
}

const exitCode = ({ metadata }: RunningPod): number => Number(metadata.annotations?.[EXIT_CODE] ?? 0) || 0;

function creating(pod: RunningPod, hostIP: string, now: number): NonNullable<RunningPod["status"]> {
  return {
    ...withConditions(
      pod,
      { PodReadyToStartContainers: "True", Initialized: "True", ContainersReady: "False", Ready: "False" },
      now,
    ),
    phase: "Pending",
    startTime: timestamp(now),
    hostIP,
    podIP: addressOf(pod),
    podIPs: [{ ip: addressOf(pod) }],
    containerStatuses: containers(pod, {
      ready: false,
      restartCount: 0,
      state: { waiting: { reason: "ContainerCreating" } },
    }),
  };
}

function running(pod: RunningPod, at: number, restartCount: number): PodStep {
  const status = {
    ...withConditions(pod, { ContainersReady: "True", Ready: "True" }, at),
    phase: "Running",
    containerStatuses: containers(pod, {
      ready: true,
      restartCount,
      state: { running: { startedAt: timestamp(at) } },
    }),
  };
  return {
    kind: "status",
    status,
    event: { reason: "Started", message: `Started container ${pod.spec.containers[0]?.name ?? ""}` },
  };
}

function finished(pod: RunningPod, startedAt: number, at: number): PodStep {
  const code = exitCode(pod);
  const terminated = {
    exitCode: code,
    reason: code === 0 ? "Completed" : "Error",
    startedAt: timestamp(startedAt),
    finishedAt: timestamp(at),
  };
  const restartCount = pod.status?.containerStatuses?.[0]?.restartCount ?? 0;
  if (code !== 0 && pod.spec["restartPolicy"] === "OnFailure") {
    const state = { waiting: { reason: "CrashLoopBackOff" } };
    const containerStatuses = containers(
      pod,
      { ready: false, restartCount: restartCount + 1, state },
      { terminated },
    );
    return {
      kind: "status",
      status: { ...withConditions(pod, { ContainersReady: "False", Ready: "False" }, at), containerStatuses },
    };
  }
  const reason = code === 0 ? "PodCompleted" : "PodFailed";
  const status = {
    ...withConditions(pod, { ContainersReady: "False", Ready: "False" }, at, reason),
    phase: code === 0 ? "Succeeded" : "Failed",
    containerStatuses: containers(pod, { ready: false, restartCount, state: { terminated } }),
  };
  return { kind: "status", status };
}

/** Its node is gone: what ran there has failed, and the pod goes. */
function lost(pod: RunningPod, now: number): NonNullable<RunningPod["status"]> {
  const status = withConditions(pod, { DisruptionTarget: "True", Ready: "False" }, now, "DeletionByPodGC");
  return { ...status, phase: "Failed", message: "PodGC: node no longer exists" };
}

function withConditions(
  { status }: RunningPod,
  turned: Record<string, string>,
  at: number,
  reason?: string,
): NonNullable<RunningPod["status"]> {
  const conditions: KubeCondition[] = structuredClone(status?.conditions ?? []);
  for (const [type, value] of Object.entries(turned))
    turnCondition(conditions, { type, status: value, ...(reason && { reason }) }, timestamp(at));
  return { ...status, conditions };
}

function containers(
  { spec, metadata }: RunningPod,
  now: { ready: boolean; restartCount: number; state: ContainerState },
  lastState: ContainerState = {},
): ContainerStatus[] {
  return spec.containers.map(({ name, image = "" }) => ({
    name,
    image,
    imageID: image,
    containerID: `simulated://${metadata.uid ?? ""}/${name}`,
    started: now.state.running !== undefined,
    lastState,
    ...now,
  }));
}

function addressOf({ metadata }: RunningPod): string {
  const [a = 0, b = 0] = createHash("sha256")
    .update(metadata.uid ?? "")
    .digest();
  return `10.244.${a}.${b || 1}`;
}
