import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "#server/adapters/clock.ts";
import { createMemoryRecorder } from "#server/adapters/decision/memory.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { createLogger } from "#server/adapters/log.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import { startAgent } from "#server/main/agent.ts";

export interface AgentRun {
  /** Resolves when the last Job is let go, or when the time is over. Real milliseconds since the window opened. */
  untilReleased(count: number, opensAt: Date, withinMs: number): Promise<number>;
  /** Releases by their Job's name. */
  releases(): ReadonlyMap<string, DecisionRecord>;
  /** Nothing has been sent to the API server for a while. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

/** The agent's loop and webhook in this process, its decisions and its patches noted as they happen. */
export async function runAgent(kubeconfig: string, releasesPerSecond: number | undefined): Promise<AgentRun> {
  const stopping = new AbortController();
  const kube = createKubeClient(kubeconfig);
  const recorder = createMemoryRecorder();
  const releases = new Map<string, DecisionRecord>();
  const seen = { letGo: 0, lastAt: 0, sentAt: performance.now() };
  const sent = <T>(answer: Promise<T>): Promise<T> => {
    seen.sentAt = performance.now();
    return answer;
  };
  const noted: KubeClient = {
    ...kube,
    json: (path, options) => sent(kube.json(path, options)),
    async patch<T>(path: string, body: unknown, type: "application/merge-patch+json", options?: object) {
      const job = await sent(kube.patch<T>(path, body, type, options));
      if ((body as { spec?: { suspend?: boolean } }).spec?.suspend === false) {
        seen.letGo += 1;
        seen.lastAt = Date.now();
      }
      return job;
    },
  };
  const agent = startAgent({
    clusterId: "bench",
    kube: noted,
    clusterZone: "DE",
    shaping: { releasesPerSecond, maxConcurrentWatts: undefined },
    clock: systemClock,
    log: createLogger("bench", process.env["KARBON_LOG"] ?? "warn"),
    signal: stopping.signal,
    recorder: {
      ...recorder,
      record(record) {
        recorder.record(record);
        if (record.released) releases.set(record.name, record);
      },
    },
  });
  await agent.ready;
  return {
    async untilReleased(count, opensAt, withinMs) {
      const overAt = +opensAt + withinMs;
      while (seen.letGo < count && Date.now() < overAt) await sleep(20);
      return seen.lastAt - +opensAt;
    },
    releases: () => releases,
    async quiet() {
      while (performance.now() - seen.sentAt < 1_500) await sleep(100);
    },
    async stop() {
      stopping.abort();
      await agent.stopped;
      await kube.close();
    },
  };
}

/** Released before its window, or decided otherwise from the same inputs. */
export const isEarly = ({ input, decision }: DecisionRecord, opensAt: Date): boolean =>
  input.now < opensAt || decide(input).reason !== decision.reason;
export const isLate = ({ input, decision }: DecisionRecord): boolean =>
  input.now > input.job.latestStart || decision.kind === "fallback";
