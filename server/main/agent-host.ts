import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Journal, openJournal } from "#server/adapters/decision/journal.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { App } from "#server/context.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import { Waiting } from "#server/domain/errors.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import type { Agents } from "#server/workers/cluster/deps.ts";
import { type Agent, startAgent } from "./agent.ts";

const READY_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;
const DRAIN_EVERY_MS = 1_000;

export interface AgentHost extends Agents {
  stopAll(): Promise<void>;
}

interface Running {
  agent: Agent;
  kubeconfig: string;
  stop(): Promise<void>;
}

/** The agents of the sandboxes that run in this process. Each needs its cluster's API only, and goes on while Postgres is away. */
export function createAgentHost(app: App, store: (records: DecisionRecord[]) => Promise<void>): AgentHost {
  const running = new Map<string, Running>();
  const tellPages = () => void app.live.publish("workloads").catch(() => undefined); // they re-read at the next nudge

  /** What a dry run decides is nowhere but in its records: pages learn of it once these are stored. */
  async function storeAndTell(records: DecisionRecord[]): Promise<void> {
    await store(records);
    if (records.some(({ wouldHave }) => wouldHave)) tellPages();
  }

  async function start(cluster: ClusterIdentity, kubeconfig: string): Promise<Running> {
    const stopping = new AbortController();
    const kube = createKubeClient(kubeconfig);
    const journal = openJournal(path.join(app.config.dataDir, "clusters", cluster.id));
    const agent = startAgent({
      clusterId: cluster.id,
      kube,
      clusterZone: cluster.zone,
      clock: app.clock,
      log: app.log,
      signal: stopping.signal,
      recorder: journal,
      onJobsChanged: tellPages,
    });
    const drained = handOver(journal, storeAndTell, stopping.signal);
    return { agent, kubeconfig, stop: () => stop({ stopping, agent, drained, journal, kube }) };
  }

  async function stopOne(id: string): Promise<void> {
    const present = running.get(id);
    running.delete(id);
    await present?.stop();
  }

  return {
    async ensure(cluster) {
      const kubeconfig = await app.kubeconfigs.find(cluster.id);
      if (!kubeconfig) throw new Waiting("NoKubeconfig", "The API server has no address yet.", LOOK_AGAIN_MS);
      const present = running.get(cluster.id);
      if (present && present.kubeconfig !== kubeconfig) await stopOne(cluster.id); // it moved to another port
      const host = running.get(cluster.id) ?? (await start(cluster, kubeconfig));
      running.set(cluster.id, host);
      const ready = host.agent.ready.then(() => true);
      const inTime = sleep(READY_WITHIN_MS, false, { ref: false });
      if (await Promise.race([ready, inTime])) return;
      throw new Waiting(
        "AgentStarting",
        "The agent is starting: it lists Jobs and policies.",
        LOOK_AGAIN_MS * app.clock.rate,
      );
    },
    stop: stopOne,
    async stopAll() {
      await Promise.all([...running.keys()].map(stopOne));
    },
  };
}

interface Parts {
  stopping: AbortController;
  agent: Agent;
  drained: Promise<void>;
  journal: Journal;
  kube: KubeClient;
}

async function stop({ stopping, agent, drained, journal, kube }: Parts): Promise<void> {
  stopping.abort();
  await agent.stopped;
  await drained;
  journal.close();
  await kube.close();
}

/** Decisions travel from the journal to Postgres; while it is away they wait in the file. */
async function handOver(
  journal: Journal,
  store: (records: DecisionRecord[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await journal.drain(store).catch(() => 0);
    await sleep(DRAIN_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await journal.drain(store).catch(() => 0);
}
