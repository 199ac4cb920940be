import { z } from "zod";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { type LogSource, readLog } from "#server/adapters/kubernetes/pod-log.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { LogEvent } from "#server/domain/resource/view.ts";
import { followSources, type LogPace } from "./log-follower.ts";
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

const PACE: LogPace = { gatherMs: 200, lookEveryMs: 10_000, restMs: 5_000 };
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

const follow = (found: FoundKind, wish: FollowLogs, signal: AbortSignal): AsyncGenerator<LogEvent> =>
  followSources(
    {
      sources: async () => (await sourcesOf(found, wish)).filter((source) => isWanted(source, wish)),
      read: (source, part, onLine, within) =>
        told(found.cluster, async () => {
          for await (const line of readLog(found.kube, source, part, within)) onLine(line);
        }),
      wish,
      onePod: found.kind.id === "pods",
      pace: PACE,
    },
    signal,
  );

const sourcesOf = (found: FoundKind, wish: FollowLogs) =>
  told(
    found.cluster,
    () => logSources(found, placeOf(found.kind, wish), AbortSignal.timeout(CALL_MS)),
    nameOf(found.kind, wish),
  );

const isWanted = (source: LogSource, { pod, container }: FollowLogs) =>
  (pod === "" || source.pod === pod) && (container === "" || source.container === container);
