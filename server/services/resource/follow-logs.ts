import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { type LogSource, readLog } from "#server/adapters/kubernetes/pod-log.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { LogEvent } from "#server/domain/resource/view.ts";
import { createLogQueue, type LogQueue } from "./log-queue.ts";
import { logSources } from "./log-sources.ts";
import { type FoundKind, kindIn, nameOf, ObjectTarget, placeOf, told } from "./target.ts";

export const FollowLogs = ObjectTarget.extend({
  pod: z.string().max(253).default(""),
  container: z.string().max(253).default(""),
  tailLines: z.int().min(1).max(2_000).default(200),
  follow: z.boolean().default(true),
  previous: z.boolean().default(false),
});
export type FollowLogs = z.infer<typeof FollowLogs>;

const MOST_SOURCES = 30; // connections to one API server for one reader
const GATHER_MS = 200;
const LOOK_FOR_PODS_MS = 10_000;
const CALL_MS = 10_000;

/** Lines of one pod or of all pods of a workload, as they are written, until `signal`; what goes wrong is an event too. */
export async function* followLogs(app: App, wish: FollowLogs, signal: AbortSignal): AsyncGenerator<LogEvent> {
  let own: KubeClient | undefined;
  try {
    authorise(app.actor, "read", "read logs");
    const found = await kindIn(app, wish);
    // a client of its own: what is followed holds its connection for as long as someone reads
    own = createKubeClient((await app.kubeconfigs.find(found.cluster.id)) ?? "");
    yield* follow({ ...found, kube: own }, wish, signal);
  } catch (error) {
    if (!signal.aborted) yield { kind: "failed", message: (error as Error).message };
  } finally {
    await own?.close();
  }
}

async function* follow(found: FoundKind, wish: FollowLogs, signal: AbortSignal): AsyncGenerator<LogEvent> {
  const queue = createLogQueue();
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const reading = new Set<string>();
  let open = 0;

  const start = (source: LogSource): void => {
    reading.add(keyOf(source));
    open++;
    void readInto(queue, found, source, wish, stop).finally(() => open--);
  };
  const look = async (): Promise<LogEvent> => {
    const all = (await sourcesOf(found, wish)).filter((source) => isWanted(source, wish));
    const fresh = all.filter((source) => !reading.has(keyOf(source)));
    fresh.slice(0, Math.max(0, MOST_SOURCES - open)).forEach(start);
    const sources = all.map(({ pod, container }) => ({ pod, container }));
    return { kind: "sources", sources, leftOut: all.filter((one) => !reading.has(keyOf(one))).length };
  };
  try {
    yield await look();
    // new pods of a workload are followed as they come; a pod stays the same
    const comes = wish.follow && found.kind.id !== "pods";
    for (let lookAt = performance.now() + LOOK_FOR_PODS_MS; !signal.aborted;) {
      await queue.waiting(AbortSignal.any([signal, AbortSignal.timeout(1_000)]));
      await sleep(GATHER_MS);
      yield* queue.take();
      if (open === 0 && !comes) return yield* queue.take();
      if (!comes || performance.now() < lookAt) continue;
      lookAt = performance.now() + LOOK_FOR_PODS_MS;
      yield await look();
    }
  } finally {
    ended.abort();
  }
}

const sourcesOf = (found: FoundKind, wish: FollowLogs) =>
  told(
    found.cluster,
    () => logSources(found, placeOf(found.kind, wish), AbortSignal.timeout(CALL_MS)),
    nameOf(found.kind, wish),
  );

const keyOf = ({ pod, container }: LogSource) => `${pod}/${container}`;
const isWanted = (source: LogSource, { pod, container }: FollowLogs) =>
  (pod === "" || source.pod === pod) && (container === "" || source.container === container);

/** One container's log; its end, and why, is said at its place among the others. */
async function readInto(
  queue: LogQueue,
  { cluster, kube }: FoundKind,
  source: LogSource,
  wish: FollowLogs,
  signal: AbortSignal,
): Promise<void> {
  const { pod, container } = source;
  let why: string | null = null;
  try {
    await told(cluster, async () => {
      for await (const line of readLog(kube, source, wish, signal)) queue.line(line);
    });
  } catch (error) {
    why = (error as Error).message;
  }
  if (!signal.aborted) queue.event({ kind: "ended", pod, container, why });
}
