import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { createLogger } from "#server/adapters/log.ts";
import { parseDuration } from "#server/domain/duration.ts";
import { decide } from "#server/domain/job/decide.ts";
import { isFinished } from "#server/domain/job/facts.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { startAgent } from "#server/main/agent.ts";
import { applyScore } from "#server/workers/policy-rollout/apply-score.ts";
import { signalAt, type Grid } from "./grid.ts";
import { jobOf, jobsPath, mirrorJobs, nameOf } from "./trace-cluster.ts";
import type { TraceJob, TracePolicy } from "./trace-jobs.ts";
import { createTraceRecorder, type TraceRecorder } from "./trace-recorder.ts";
import { inTraceTime, steppedClock } from "./trace-time.ts";

const LOOK_EVERY_MS = 3;
const WITHIN_MS = 60_000;

export interface TraceRun {
  kube: KubeClient;
  namespace: string;
  grid: Grid;
  policies: readonly TracePolicy[];
  jobs: readonly TraceJob[];
  /** When the trace begins: the beginning of a slot. */
  startsAt: Date;
}
/** One job of the trace under one policy. */
export interface Submitted {
  policy: TracePolicy;
  job: TraceJob;
  submittedAt: Date;
  latestStart: Date;
  uid: string;
  /** As it was created: the webhook has answered. */
  created: Job;
}
export interface TraceOutcome {
  submitted: Submitted[];
  recorder: TraceRecorder;
  /** By uid, as Kubernetes has them at the end. */
  jobs: ReadonlyMap<string, Job>;
}

export const maxDelayOf = ({ spec }: TracePolicy): number =>
  parseDuration(CarbonPolicySpec.parse(spec).maxDelay) ?? 0;

/**
 * A trace through the agent's webhook and loop, on a real cluster: each Job is submitted at its arrival, each slot brings the reading
 * and the forecast that were known then, and at each latest start the loop's own timer has its turn.
 * @throws Error when a Job is not looked at within a minute
 */
export async function runTrace({ kube, namespace, grid, ...trace }: TraceRun): Promise<TraceOutcome> {
  const clock = steppedClock(trace.startsAt);
  const stop = new AbortController();
  const recorder = createTraceRecorder(clock);
  const submittedAt = new Map<string, Date>();
  const submitted: Submitted[] = [];
  const live = new Set<Submitted>();
  const firstSlot = grid.slotOf(+trace.startsAt);
  let signal = signalAt(grid, firstSlot);
  await applyScore(kube, signal, stop.signal);
  const { jobs, followed } = mirrorJobs(kube, namespace, stop.signal);
  const agent = startAgent({
    clusterId: "trace",
    kube: inTraceTime(kube, clock, (name) => submittedAt.get(name)),
    clusterZone: grid.zone,
    clock,
    log: createLogger("trace", process.env["KARBON_LOG"] ?? "silent"),
    signal: stop.signal,
    recorder,
  });
  await agent.ready;

  /** Let go by the agent and, with that, in Kubernetes. */
  function isGone(one: Submitted): boolean {
    const job = jobs.get(one.uid);
    if (!recorder.releaseOf(one.uid) || !job || job.spec.suspend === true) return false;
    live.delete(one);
    return true;
  }

  /** The one function of decisions, asked as the loop is to ask it. */
  function mayGo({ uid }: Submitted): boolean {
    const last = recorder.lastOf(uid);
    if (!last) return true;
    const { input, decision } = last;
    return decide({ ...input, signal, previous: decision, now: clock.now() }).kind !== "wait";
  }

  /** The loop has looked at every Job since then, and all that may go have gone: so long the clock stands. */
  async function settle(sinceMs: number): Promise<void> {
    const ones = [...live];
    await until("every Job has been looked at", () =>
      ones.every((one) => isGone(one) || recorder.lookedAtMs(one.uid) >= sinceMs),
    );
    const due = ones.filter((one) => live.has(one) && mayGo(one));
    await until("every Job that may go is let go", () => due.every(isGone));
  }

  async function beginSlot(slot: number): Promise<void> {
    const at = grid.timeOf(slot);
    await settle(+at - grid.stepMs);
    signal = signalAt(grid, slot);
    if (slot > firstSlot) await applyScore(kube, signal, stop.signal);
    await until("the agent has the score", () => +clock.now() >= +at);
    await settle(+at);
  }

  async function submit(job: TraceJob): Promise<void> {
    const at = new Date(+trace.startsAt + job.arrivesAfterMs);
    clock.moveTo(at);
    for (const policy of trace.policies) {
      submittedAt.set(nameOf(policy, job), at);
      const created = await kube.json<Job>(jobsPath(namespace), { method: "POST", body: jobOf(policy, job) });
      const { uid = "" } = created.metadata;
      const latestStart = new Date(+at + maxDelayOf(policy));
      const one = { policy, job, submittedAt: at, latestStart, uid, created };
      submitted.push(one);
      live.add(one);
    }
  }

  async function reachLatest(at: Date): Promise<void> {
    const due = [...live].filter(({ latestStart }) => +latestStart === +at);
    if (due.length === 0) return;
    clock.moveTo(at);
    await until("a Job at its latest start is let go", () => due.every(isGone));
  }

  try {
    for (const { act } of turnsOf(trace, grid, { beginSlot, submit, reachLatest })) {
      await act();
      if (submitted.length === trace.jobs.length * trace.policies.length && [...live].every(isGone)) break;
    }
    const isDone = ({ uid }: Submitted) => isFinished(jobs.get(uid) ?? NEVER_SEEN);
    await until("every Job has finished", () => submitted.every(isDone), 5 * WITHIN_MS).catch(
      () => undefined,
    );
  } finally {
    stop.abort();
    await agent.stopped;
    await followed;
  }
  return { submitted, recorder, jobs };
}

interface Turn {
  atMs: number;
  /** Where two come at once, the slot is first. */
  order: number;
  act: () => Promise<void>;
}
interface Acts {
  beginSlot: (slot: number) => Promise<void>;
  submit: (job: TraceJob) => Promise<void>;
  reachLatest: (at: Date) => Promise<void>;
}

/** All that happens, in order of time. */
function turnsOf(
  { startsAt, jobs, policies }: Pick<TraceRun, "startsAt" | "jobs" | "policies">,
  grid: Grid,
  { beginSlot, submit, reachLatest }: Acts,
): Turn[] {
  const arrivals = jobs.map((job) => ({ job, atMs: +startsAt + job.arrivesAfterMs }));
  const latest = new Set(arrivals.flatMap(({ atMs }) => policies.map((each) => atMs + maxDelayOf(each))));
  const first = grid.slotOf(+startsAt);
  const last = grid.slotOf(Math.max(...latest)) + 1;
  const slots = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  return [
    ...slots.map((slot) => ({ atMs: +grid.timeOf(slot), order: 0, act: () => beginSlot(slot) })),
    ...arrivals.map(({ job, atMs }) => ({ atMs, order: 1, act: () => submit(job) })),
    ...[...latest].map((atMs) => ({ atMs, order: 2, act: () => reachLatest(new Date(atMs)) })),
  ].toSorted((a, b) => a.atMs - b.atMs || a.order - b.order);
}

const NEVER_SEEN: Job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "" },
  spec: { template: { spec: { containers: [] } } },
};

async function until(what: string, check: () => boolean, withinMs = WITHIN_MS): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!check()) {
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs / 1_000} s: ${what}.`);
    await sleep(LOOK_EVERY_MS);
  }
}
