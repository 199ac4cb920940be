import { setMaxListeners } from "node:events";
import { createSource } from "#server/adapters/carbon/create-source.ts";
import { createCarbonHttp } from "#server/adapters/carbon/http.ts";
import { WEBHOOKS_PATH } from "#server/adapters/certificate/trust.ts";
import type { Admissions } from "#server/adapters/decision/admissions.ts";
import type { MemoryRecorder } from "#server/adapters/decision/memory.ts";
import type { Recorder } from "#server/adapters/decision/journal.ts";
import type { AgentCache } from "#server/adapters/kubernetes/agent-cache.ts";
import type { EventQueue } from "#server/adapters/kubernetes/event-queue.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Term } from "#server/adapters/kubernetes/election.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { AgentMetrics } from "#server/adapters/metrics/agent-metrics.ts";
import type { Traces } from "#server/adapters/trace/traces.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import { recordedJob } from "#server/domain/job/stand-in.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { WEBHOOK_NAME } from "#server/manifests/agent.ts";
import { certificateController } from "#server/workers/certificate/controller.ts";
import { createTurns, type Turns, type TurnCounts } from "#server/workers/job-release/turns.ts";
import { jobReleaseController } from "#server/workers/job-release/controller.ts";
import { createWorkQueue, type Reconciler, type WorkQueue } from "#server/workers/runtime/work-queue.ts";
import { scoreWriter } from "#server/workers/score-writer/controller.ts";
import type { AgentConfig } from "./agent-config.ts";
import { tallied } from "./dry-run-tally.ts";
import { aborted } from "./stop-signal.ts";

const RESYNC_REAL_MS = 600_000;
const CONCURRENCY = 16;
const SETTLE_MS = 5_000;
const LOOK_AGAIN_REAL_MS = 1_000;
/** The last renewal is older than the last look at a Job by as much, at most. */
const LED_SLACK_MS = 2_000;

export interface LeadingDeps {
  config: AgentConfig;
  kube: KubeClient;
  cache: AgentCache;
  recorder: MemoryRecorder;
  admissions: Admissions;
  metrics: AgentMetrics;
  traces: Pick<Traces, "span">;
  events: EventQueue;
  log: Logger;
}
/** The leader's loops; each nudge does nothing on a replica that does not lead. */
export interface Leading {
  lead: (term: Term) => Promise<void>;
  job: (key: string) => void;
  jobGone: (key: string) => void;
  /** Of the line; undefined where this replica does not lead. */
  turns: () => TurnCounts | undefined;
  isBusy: () => boolean;
  allJobs: () => void;
  certificate: () => void;
}

export function createLeading(deps: LeadingDeps): Leading {
  const { config, kube, cache, recorder, metrics, log } = deps;
  let jobs: WorkQueue | undefined;
  let certificate: WorkQueue | undefined;
  let turns: Turns | undefined;
  const allJobs = () => {
    for (const key of cache.jobs.keys()) jobs?.add(key);
  };

  async function lead({ signal, ledUntil, holds }: Term): Promise<void> {
    await Promise.race([cache.synced, aborted(signal)]);
    if (signal.aborted) return;
    setMaxListeners(0, signal); // each request of the loops listens to it
    metrics.leads(true);
    const queueOf = (reconciler: Reconciler, concurrency = 1): WorkQueue =>
      createWorkQueue(measured(whileHeld(reconciler, holds, config.clock.rate), deps), {
        concurrency,
        signal,
        clock: config.clock,
        onError: (key, err) => log.warn({ err, key, loop: reconciler.name }, "a look failed; tried again"),
      });
    takeOver(cache, recorder, ledUntil);
    const since = ledUntil ? new Date(+ledUntil - LED_SLACK_MS) : config.clock.now();
    turns = createTurns({
      shaping: () => cache.shaping,
      wake: (key) => jobs?.add(key),
      isLooking: () => jobs?.hasWaiting() === true,
      signal,
    });
    for (const [key, job] of cache.jobs) turns.see(key, job);
    const tally = tallied(counted(deps), { kube, clock: config.clock, log, signal });
    jobs = queueOf(jobLoop(deps, { recorder: tally.recorder, since, turns }), CONCURRENCY);
    certificate = config.certificateDir === undefined ? queueOf(certificateLoop(deps)) : undefined;
    const scores = scoreLoop(deps);
    const scoreQueue = scores && queueOf(scores);
    if (config.zone) scoreQueue?.add(config.zone);
    certificate?.add("certificate");
    allJobs();
    const resync = setInterval(allJobs, RESYNC_REAL_MS);
    const followed = followWebhook(kube, signal, log, () => certificate?.add("certificate"));
    await aborted(signal);
    clearInterval(resync);
    await Promise.all([jobs.drain(), tally.drain(), certificate?.drain(), scoreQueue?.drain(), followed]);
    jobs = certificate = turns = undefined;
    metrics.leads(false);
  }

  return {
    lead,
    job(key) {
      turns?.see(key, cache.jobs.get(key));
      jobs?.add(key);
    },
    jobGone: (key) => turns?.see(key, undefined),
    turns: () => turns?.counts(),
    // at a rate there is time for Events beside; without one they come after, and a kill may lose those not written yet
    isBusy: () => cache.shaping.releasesPerSecond === undefined && turns?.isBusy() === true,
    allJobs,
    certificate: () => certificate?.add("certificate"),
  };
}

/** What the leader before had seen is not told again; what came since is. */
function takeOver(cache: AgentCache, recorder: MemoryRecorder, ledUntil: Date | undefined): void {
  recorder.clear();
  const seenUntil = ledUntil ? +ledUntil - LED_SLACK_MS : -Infinity;
  for (const job of cache.jobs.values()) {
    if (Date.parse(job.metadata.creationTimestamp ?? "") <= seenUntil) recorder.learn(job);
  }
}

function jobLoop(
  deps: LeadingDeps,
  { recorder, since, turns }: { recorder: Recorder; since: Date; turns: Turns },
): Reconciler {
  const { config, kube, cache, metrics, events, log } = deps;
  return jobReleaseController({
    clusterId: "",
    kube,
    cache,
    recorder,
    admissions: deps.admissions,
    clock: config.clock,
    since,
    log,
    turns,
    events,
    onTold: (reason: string) => {
      if (reason === "AdmissionMissed") metrics.missed();
    },
  });
}

/** The recorder of the loop: what it writes down is counted. */
function counted({ recorder, cache, metrics }: LeadingDeps): Recorder {
  return {
    ...recorder,
    record(record: DecisionRecord) {
      recorder.record(record);
      if (record.wouldHave) return metrics.wouldHave(record.decision, record.wouldHave);
      metrics.decided(record.decision);
      const job = recordedJob(cache.jobs, record);
      if (record.released && job) {
        metrics.released(record.decision, record.input, powerOf(job, DEFAULT_POWER).watts);
      }
    },
  };
}

function certificateLoop({ config, kube, log }: LeadingDeps): Reconciler {
  const { service, namespace, webhookUrl } = config;
  const inCluster = [`${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`];
  return certificateController({
    kube,
    namespace,
    names: webhookUrl ? [webhookUrl.hostname] : inCluster,
    url: webhookUrl && new URL("/mutate-jobs", webhookUrl).href,
    settleMs: SETTLE_MS,
    log,
  });
}

function scoreLoop({ config, kube }: LeadingDeps): Reconciler | undefined {
  const { source, zone, clock } = config;
  return source && zone
    ? scoreWriter({
        kube,
        source: createSource(source.setting, zone, {
          clock,
          http: createCarbonHttp({ clock }),
          secrets: source.secrets,
        }),
        clock,
      })
    : undefined;
}

/** Whoever installs the webhook anew leaves it trusting nobody. */
function followWebhook(
  kube: KubeClient,
  signal: AbortSignal,
  log: Logger,
  onChange: () => void,
): Promise<void> {
  return kube.listWatch<KubeObject>(WEBHOOKS_PATH, {
    query: { fieldSelector: `metadata.name=${WEBHOOK_NAME}` },
    signal,
    onList: onChange,
    onEvent: onChange,
    onError: (err, attempt) => log.warn({ err, attempt }, "the watch of the webhook is tried again"),
  });
}

/** A process that stood still has timers that are due before it hears that another leads. */
const whileHeld = (reconciler: Reconciler, holds: () => boolean, rate: number): Reconciler => ({
  ...reconciler,
  reconcile: (key, signal) =>
    holds()
      ? reconciler.reconcile(key, signal)
      : Promise.resolve({ requeueAfterMs: LOOK_AGAIN_REAL_MS * rate }),
});

function measured(
  reconciler: Reconciler,
  { metrics, traces }: Pick<LeadingDeps, "metrics" | "traces">,
): Reconciler {
  return {
    ...reconciler,
    async reconcile(key, signal) {
      const startedAt = performance.now();
      const done = (failed: boolean) => metrics.reconciled((performance.now() - startedAt) / 1_000, failed);
      try {
        const result = await traces.span(`reconcile ${reconciler.name}`, { key }, () =>
          reconciler.reconcile(key, signal),
        );
        done(false);
        return result;
      } catch (error) {
        done(true);
        throw error;
      }
    },
  };
}
