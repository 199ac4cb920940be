import { limitedTo } from "#server/adapters/time-limit.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { LogWish } from "#server/adapters/kubernetes/pod-log.ts";
import type { LogEvent } from "#server/domain/resource/view.ts";
import { createLogQueue } from "./log-queue.ts";
import { createLogReadings, isAway, type ReadLog } from "./log-readings.ts";
import type { FollowedSource } from "./log-sources.ts";

/** Real milliseconds. */
export interface LogPace {
  /** Lines that come within it come together. */
  gatherMs: number;
  /** How often new containers are looked for; and so while one rests. */
  lookEveryMs: number;
  restMs: number;
}
interface Follower {
  sources: () => Promise<FollowedSource[]>;
  read: ReadLog;
  wish: Pick<LogWish, "tailLines" | "follow" | "previous">;
  /** Of one pod no other comes. */
  onePod: boolean;
  pace: LogPace;
}

/** What containers write, until `signal`, or until nothing more can come. @throws what the first look throws, and a later one unless the cluster is away */
export async function* followSources(
  { sources, read, wish, onePod, pace }: Follower,
  signal: AbortSignal,
): AsyncGenerator<LogEvent> {
  const queue = createLogQueue();
  const ended = new AbortController();
  const readings = createLogReadings({ read, wish, queue, signal: AbortSignal.any([signal, ended.signal]) });
  const endsAlone = onePod || !wish.follow;
  try {
    yield readings.look(await sources());
    for (let lookedAt = performance.now(); !signal.aborted;) {
      await queue.waiting(limitedTo(Math.min(1_000, pace.restMs), signal));
      await sleep(pace.gatherMs);
      yield* queue.take();
      if (endsAlone && readings.isOver()) return yield* queue.take();
      const everyMs = readings.isResting() ? pace.restMs : pace.lookEveryMs;
      if (!wish.follow || performance.now() - lookedAt < everyMs) continue;
      lookedAt = performance.now();
      const seen = await unlessAway(sources);
      if (seen) yield readings.look(seen);
    }
  } finally {
    ended.abort();
  }
}

/** Undefined while the cluster does not answer: what is open goes on meanwhile. */
const unlessAway = (sources: Follower["sources"]): Promise<FollowedSource[] | undefined> =>
  sources().catch((error: unknown) => {
    if (isAway(error)) return undefined;
    throw error;
  });
