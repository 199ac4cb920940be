import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createAdmissions } from "#server/adapters/decision/admissions.ts";
import { createMemoryRecorder } from "#server/adapters/decision/memory.ts";
import { startOutbox } from "#server/adapters/decision/outbox.ts";
import { createAgentCache, type AgentCache } from "#server/adapters/kubernetes/agent-cache.ts";
import { createEventQueue } from "#server/adapters/kubernetes/event-queue.ts";
import { createKubeClientFor } from "#server/adapters/kubernetes/client.ts";
import { runElection } from "#server/adapters/kubernetes/election.ts";
import { createLogger } from "#server/adapters/log.ts";
import { createAgentMetrics } from "#server/adapters/metrics/agent-metrics.ts";
import { createTraces } from "#server/adapters/trace/traces.ts";
import { startHealthServer } from "#server/admission/health-server.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { annotationsOf, keyOf } from "#server/domain/job/facts.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import { AGENT_NAME } from "#server/manifests/agent.ts";
import type { AgentConfig } from "./agent-config.ts";
import { createLeading } from "./agent-leading.ts";
import { startServing, type Serving } from "./agent-serving.ts";
import { aborted } from "./stop-signal.ts";

const EVENTS_NEAR = 4;
const EVENTS_WITHIN_MS = 15_000; // within the grace period of its pod

/**
 * One replica of the agent, until the signal: it answers the API server, and leads the loops when the Lease is its own. Then it
 * stops being ready, hands the lease over, finishes the reviews in flight, and resolves. All its state stands in the cluster.
 */
export async function runAgent(config: AgentConfig, signal: AbortSignal): Promise<void> {
  setMaxListeners(0, signal); // each watch and each request listens to it
  const log = createLogger("karbonetes-agent", config.logLevel).child({ replica: config.replicaId });
  const kube = createKubeClientFor(config.access);
  const closing = new AbortController(); // reviews are answered for a while after `signal`
  setMaxListeners(0, closing.signal);
  const events = createEventQueue(kube, log, { near: EVENTS_NEAR, isBusy: () => leading.isBusy() });
  const outbox = startOutbox({ kube, log, signal: closing.signal });
  const memory = createMemoryRecorder();
  const recorder = {
    ...memory,
    record(record: DecisionRecord) {
      memory.record(record);
      outbox.add(record);
    },
  };
  const admissions = createAdmissions("", recorder);
  const traces = createTraces(config.otlpEndpoint, { service: AGENT_NAME, instance: config.replicaId });
  const state: { cache?: AgentCache; serving?: Serving } = {};
  const metrics = createAgentMetrics(
    () => state.serving && state.cache && { ...scrapeOf(state.cache, config), line: leading.turns() },
  );

  const cache = createAgentCache({
    kube,
    clusterZone: config.zone ?? "unknown",
    shaping: config.shaping,
    dryRun: config.dryRun,
    signal: closing.signal,
    onJob: (key) => leading.job(key),
    onJobGone: (job) => {
      leading.jobGone(keyOf(job));
      recorder.forget(job.metadata.uid ?? "");
    },
    onChange: () => leading.allJobs(),
    onIgnored: (sentence) => log.warn(sentence),
    onKind: (kind, isOn) => log.info({ kind, isOn }, "a suspendable kind"),
    onError: (path, err, attempt) => log.warn({ err, path, attempt }, "a watch is tried again"),
  });
  state.cache = cache;
  const leading = createLeading({ config, kube, cache, recorder, admissions, metrics, events, traces, log });
  const started = startWhenSynced();
  const health = await startHealthServer({
    host: config.webhookUrl ? "127.0.0.1" : undefined,
    port: config.metricsPort,
    notReady: () => notReady(state.serving, signal),
    metrics: () => metrics.render(),
  });
  log.info({ server: kube.server, metricsPort: health.port, dryRun: config.dryRun }, "the agent runs");
  const elected = runElection({
    kube,
    address: { namespace: config.namespace, name: AGENT_NAME },
    identity: config.replicaId,
    lead: leading.lead,
    log,
    signal,
  });

  await aborted(signal);
  log.info("stopping: no longer ready");
  state.serving?.closing();
  await Promise.all([elected, sleep(config.drainMs)]);
  await events.drain(EVENTS_WITHIN_MS);
  closing.abort();
  await started;
  await state.serving?.stop();
  await cache.stopped;
  await outbox.stopped;
  await traces.stop();
  await health.stop();
  await kube.close();
  log.info("stopped");

  /** Nothing is decided before everything has been listed once. */
  async function startWhenSynced(): Promise<void> {
    await Promise.race([cache.synced, aborted(closing.signal)]);
    if (closing.signal.aborted) return;
    state.serving = startServing({
      config,
      kube,
      cache,
      admissions,
      metrics,
      traces,
      log,
      signal: closing.signal,
      onSecret: () => leading.certificate(),
    });
  }
}

function notReady(serving: Serving | undefined, signal: AbortSignal): string | undefined {
  if (signal.aborted) return "It is stopping.";
  if (!serving) return "Jobs, policies and scores are not listed yet.";
  return serving.isUp() ? undefined : "There is no certificate yet.";
}

function scrapeOf(cache: AgentCache, { clock }: AgentConfig) {
  let heldJobs = 0;
  for (const job of cache.jobs.values()) {
    if (job.spec.suspend === true && annotationsOf(job)[ANNOTATION.state] === "held") heldJobs += 1;
  }
  const { maxConcurrentWatts: capWatts } = cache.shaping;
  return { signals: cache.signals, heldJobs, capWatts, now: clock.now() };
}
