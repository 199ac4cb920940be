import { keyOf } from "#server/domain/job/facts.ts";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { reviewJob } from "#server/admission/review.ts";
import { startAdmissionServer, type AdmissionServer } from "#server/admission/server.ts";
import { createAdmissions } from "#server/adapters/decision/admissions.ts";
import type { Recorder } from "#server/adapters/decision/journal.ts";
import { createAgentCache, type AgentCache } from "#server/adapters/kubernetes/agent-cache.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { createEventQueue } from "#server/adapters/kubernetes/event-queue.ts";
import { installKinds, installWebhook } from "#server/adapters/kubernetes/install.ts";
import type { WatchTiming } from "#server/adapters/kubernetes/watch.ts";
import type { Logger } from "#server/adapters/log.ts";
import { defaultShaping, type Shaping } from "#server/domain/job/shaping.ts";
import type { Clock } from "#server/domain/clock.ts";
import { WEBHOOK_PATH } from "#server/manifests/agent.ts";
import { jobReleaseController } from "#server/workers/job-release/controller.ts";
import { createTurns, type Turns } from "#server/workers/job-release/turns.ts";
import { createWorkQueue } from "#server/workers/runtime/work-queue.ts";
import { tallied } from "./dry-run-tally.ts";
import { aborted } from "./stop-signal.ts";

const HOST = "127.0.0.1";
const RESYNC_REAL_MS = 600_000;
const RETRY_REAL_MS = 2_000;
const NUDGE_REAL_MS = 200;
const CONCURRENCY = 16;
const EVENTS_REAL_MS = 10_000;

export interface AgentOptions {
  clusterId: string;
  kube: KubeClient;
  /** Where the namespace karbonetes-system names none; else the built-in "unknown", and every Job runs at once. */
  clusterZone?: string;
  /** Where the namespace karbonetes-system says nothing of it. */
  shaping?: Shaping;
  clock: Clock;
  log: Logger;
  /** Its abort is the way to stop the agent. */
  signal: AbortSignal;
  recorder: Recorder;
  /** A carbon-aware Job came, went or turned; no more than a few times a second. */
  onJobsChanged?: () => void;
  watchTiming?: Partial<WatchTiming>;
}
export interface Agent {
  /** Installed, synced, and asked by the API server about every new Job. Never rejects: it tries until stopped. */
  ready: Promise<void>;
  /** All that it opened is closed, after the abort. */
  stopped: Promise<void>;
}

/** One cluster's agent: it needs the cluster's API and nothing else. Returns at once. */
export function startAgent(options: AgentOptions): Agent {
  const { clusterId, kube, clock, signal, recorder } = options;
  setMaxListeners(0, signal); // each watch and each request listens to it
  const log = options.log.child({ cluster: clusterId });
  const since = clock.now();
  const admissions = createAdmissions(clusterId, recorder);
  const events = createEventQueue(kube, log, { isBusy: () => turns?.isBusy() === true });
  const nudge = createNudge(options.onJobsChanged, signal);
  let turns: Turns | undefined;
  let cache: AgentCache | undefined;
  let server: AdmissionServer | undefined;
  let drain: (() => Promise<void>) | undefined;

  async function run(): Promise<void> {
    await retrying(log, signal, "the agent's kinds cannot be installed", () => installKinds(kube, signal));
    if (signal.aborted) return;
    const known = createAgentCache({
      kube,
      clusterZone: options.clusterZone ?? "unknown",
      shaping: options.shaping ?? defaultShaping(clock),
      signal,
      timing: options.watchTiming,
      onJob: (key) => {
        nudge();
        line.see(key, known.jobs.get(key));
        queue.add(key);
      },
      onJobGone: (job) => {
        nudge();
        line.see(keyOf(job), undefined);
        recorder.forget(job.metadata.uid ?? "");
      },
      onChange: () => addAll(),
      onIgnored: (sentence) => log.warn(sentence),
      onError: (path, err, attempt) => log.warn({ err, path, attempt }, "a watch is tried again"),
    });
    cache = known;
    const line = createTurns({
      shaping: () => known.shaping,
      wake: (key) => queue.add(key),
      isLooking: () => queue.hasWaiting(),
      signal,
    });
    turns = line;
    const tally = tallied(recorder, { kube, clock, log, signal });
    const controller = jobReleaseController({
      clusterId,
      kube,
      cache: known,
      recorder: tally.recorder,
      admissions,
      clock,
      since,
      log,
      turns: line,
      events,
    });
    // Jobs listed before the policies and the scores are would be decided on nothing.
    let synced = false;
    const gated = {
      ...controller,
      reconcile: async (key: string, abort: AbortSignal) =>
        synced ? controller.reconcile(key, abort) : undefined,
    };
    const queue = createWorkQueue(gated, {
      concurrency: CONCURRENCY,
      signal,
      clock,
      onError: (key, err) => log.warn({ err, key }, "a Job could not be looked at; it is tried again"),
    });
    drain = async () => {
      await queue.drain();
      await tally.drain();
    };
    const addAll = () => {
      if (synced) for (const key of known.jobs.keys()) queue.add(key);
    };
    await Promise.race([known.synced, aborted(signal)]);
    if (signal.aborted) return;
    synced = true;
    addAll();
    const resync = setInterval(addAll, RESYNC_REAL_MS);
    resync.unref();
    signal.addEventListener("abort", () => clearInterval(resync), { once: true });
    server = await serve(known);
    log.info({ port: server.port }, "the agent is ready");
  }

  async function serve(view: AgentCache): Promise<AdmissionServer> {
    const certificate = await createServingCertificate([HOST, "localhost"]);
    const started = await startAdmissionServer({
      host: HOST,
      certificate,
      path: WEBHOOK_PATH,
      onError: (err) => log.warn({ err }, "a review could not be answered; its Job is left as it is"),
      review: (request) => {
        const { response, admitted } = reviewJob(request, view, clock.now());
        if (admitted && admitted.decision.kind !== "wait") admissions.take(admitted);
        return response;
      },
    });
    const clientConfig = {
      url: `https://${HOST}:${started.port}${WEBHOOK_PATH}`,
      caBundle: certificate.caBundle,
    };
    await retrying(log, signal, "the webhook cannot be installed", () =>
      installWebhook(kube, clientConfig, signal),
    );
    return started;
  }

  const ready = run();
  async function stop(): Promise<void> {
    await aborted(signal);
    await ready;
    await drain?.();
    await events.drain(EVENTS_REAL_MS);
    await cache?.stopped;
    await server?.stop();
  }
  return { ready, stopped: stop() };
}

/** Tries until it succeeds or the signal aborts; never rejects. */
async function retrying(
  log: Logger,
  signal: AbortSignal,
  what: string,
  act: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await act();
      return;
    } catch (err) {
      if (signal.aborted) return;
      log.warn({ err }, `${what}; it is tried again`);
      await sleep(RETRY_REAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** At once, then at most every 200 ms: 200 Jobs that turn together are one nudge or two. */
function createNudge(notify: (() => void) | undefined, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return () => {
    if (!notify || timer || signal.aborted) return;
    timer = setTimeout(() => {
      timer = undefined;
      notify();
    }, NUDGE_REAL_MS);
  };
}
