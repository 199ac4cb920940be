import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createSessionLocks } from "#server/adapters/db/session-lock.ts";
import { LOCAL_FILES } from "#server/adapters/control-plane/engines.ts";
import { findEngines } from "#server/adapters/control-plane/find-engines.ts";
import { clusterApiProvider } from "#server/adapters/provider/cluster-api/provider.ts";
import { watchedProvider } from "#server/adapters/provider/cluster-api/watched.ts";
import { importedProvider } from "#server/adapters/provider/imported/provider.ts";
import { createLocalHost } from "#server/adapters/provider/local/host.ts";
import { localProvider } from "#server/adapters/provider/local/provider.ts";
import { createMarks } from "#server/adapters/provider/marks.ts";
import { createSandboxHost } from "#server/adapters/provider/sandbox/host.ts";
import { sandboxProvider } from "#server/adapters/provider/sandbox/provider.ts";
import { loadConfig } from "#server/config.ts";
import { type App, createApp, SYSTEM } from "#server/context.ts";
import { carbonPoller } from "#server/workers/carbon-poller/controller.ts";
import { createAccessEnds } from "#server/workers/cluster/accesses.ts";
import { clusterController } from "#server/workers/cluster/controller.ts";
import { decisionCollector } from "#server/workers/decision-collector/controller.ts";
import { demoController } from "#server/workers/demo/controller.ts";
import { releaseEveryJob } from "#server/workers/job-release/release-all.ts";
import { watchManagements } from "#server/workers/management-watch/controller.ts";
import { policyRollout } from "#server/workers/policy-rollout/controller.ts";
import { publishScore } from "#server/workers/policy-rollout/scores.ts";
import { runReconcilers } from "#server/workers/runtime/durable.ts";
import { createAgentHost } from "./agent-host.ts";
import { stopSignal } from "./stop-signal.ts";

const HEARTBEAT_MS = 2_000;

/** The worker's composition root: the loops, until a signal. */
async function main(): Promise<void> {
  const app = createApp(loadConfig(process.env), "worker");
  const signal = stopSignal();
  setMaxListeners(0, signal);
  await app.vault(); // a lost key is said now, not at the first cluster
  const locks = createSessionLocks(app.config.databaseUrl, {
    onLost: (name) => {
      app.log.error({ lock: name }, "another worker took this over; this one starts afresh");
      process.exit(1);
    },
  });
  const host = createSandboxHost({ dataDir: app.config.dataDir, locks, clock: app.clock, log: app.log });
  const localHost = createLocalHost({
    dataDir: app.config.dataDir,
    locks,
    log: app.log,
    find: () => findEngines(app.config.enginesEnv, LOCAL_FILES),
  });
  const agents = createAgentHost(app, (records) => app.decisions.store(records));
  const { kubeconfigs, clusters, managements } = app;
  const reconcilers = [
    clusterController({
      ...app,
      actor: SYSTEM,
      providers: {
        sandbox: sandboxProvider({ host, kubeconfigs }),
        local: localProvider({ host: localHost, kubeconfigs }),
        "cluster-api": watchedProvider(clusterApiProvider({ managements, kubeconfigs, clusters }), (id) =>
          app.watchBeats.isLive(id),
        ),
        imported: importedProvider({
          kubeconfigs,
          clusters,
          accesses: app.accesses,
          releaseHeld: (kube, within) => releaseEveryJob(kube, () => app.clock.now(), within),
          places: () => app.settings.places(),
        }),
      },
      agents,
      marks: createMarks(kubeconfigs),
      accesses: createAccessEnds({ ...app, actor: SYSTEM }),
    }),
    policyRollout(app),
    carbonPoller({ ...app, onSignal: (zone) => publishScore(app, zone, signal) }),
    decisionCollector(app),
    ...(app.config.demo ? [demoController(app)] : []),
  ];
  app.log.info({ clusters: (await clusters.list()).length }, "the worker runs");
  const beating = beat(app, signal);
  const { databaseUrl } = app.config;
  const watching = watchManagements(
    { ...app, locks: (onLost) => createSessionLocks(databaseUrl, { onLost }) },
    signal,
  );
  await runReconcilers({
    reconcilers,
    databaseUrl: app.config.databaseUrl,
    queue: app.queue,
    states: app.states,
    clock: app.clock,
    log: app.log,
    signal,
  });
  await watching;
  await agents.stopAll();
  await Promise.all([host.stopAll(), localHost.stopAll()]);
  await beating;
  await locks.stop();
  await app.stop();
  process.exit(0);
}

/** The health check takes a beat younger than 10 s for life. Real time: a fast clock must not kill the worker. */
async function beat(app: App, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const at = new Date();
    await app.db.heartbeat
      .upsert({ where: { name: "worker" }, create: { name: "worker", at }, update: { at } })
      .catch((error: unknown) => app.log.warn({ error: String(error) }, "no heartbeat"));
    await sleep(HEARTBEAT_MS, undefined, { signal }).catch(() => undefined);
  }
}

await main();
