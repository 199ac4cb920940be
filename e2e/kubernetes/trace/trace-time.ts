import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { JOBS_PATH } from "#server/adapters/kubernetes/job.ts";
import type { ListWatchOptions } from "#server/adapters/kubernetes/watch.ts";
import type { CarbonScoreSpec } from "#server/domain/carbon/score.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";

export interface TraceClock extends Clock {
  /** It stands still until it is moved: whoever moves it waits until the loop has nothing to do. */
  readonly stands: boolean;
  /** From here on it goes, if it is one that goes by itself. */
  begin(): void;
  /** Resolves when it shows `at`. */
  reach(at: Date): Promise<void>;
  /** A score of this vintage is handed to the agent. */
  foreseen(at: Date): void;
}

/**
 * Moves from one event of the trace to the next, and to a slot in the moment in which the agent is handed that slot's forecast. The
 * loop's timers are real and divided by `rate`: one that fires before its instant has come looks and waits on.
 */
export function steppedClock(startsAt: Date, rate = 10_000): TraceClock {
  let now = +startsAt;
  const moveTo = (at: Date): void => void (now = Math.max(now, +at));
  return {
    rate,
    stands: true,
    now: () => new Date(now),
    begin: () => undefined,
    reach: (at) => Promise.resolve(moveTo(at)),
    foreseen: moveTo,
  };
}

/** `rate` times as fast as life, as KARBON_CLOCK is: what a request takes is `rate` times as long in the trace. */
export function runningClock(startsAt: Date, rate: number): TraceClock {
  let epoch: number | undefined;
  const now = () => +startsAt + (epoch === undefined ? 0 : (performance.now() - epoch) * rate);
  return {
    rate,
    stands: false,
    now: () => new Date(now()),
    begin: () => void (epoch ??= performance.now()),
    async reach(at) {
      while (now() < +at) await sleep((+at - now()) / rate);
    },
    foreseen: () => undefined,
  };
}

/**
 * A real cluster as seen by an agent that lives in the time of a trace. Kubernetes writes when a Job came in whole seconds of its own
 * time: in its stead stands the instant at which the trace submitted it.
 */
export function inTraceTime(
  kube: KubeClient,
  clock: TraceClock,
  submittedAt: (name: string) => Date | undefined,
): KubeClient {
  return {
    ...kube,
    listWatch<T extends KubeObject>(path: string, options: ListWatchOptions<T>) {
      const { project = (object: T) => object, onEvent } = options;
      if (path === JOBS_PATH)
        return kube.listWatch<T>(path, {
          ...options,
          project: (job) => project(submitted(job, submittedAt)),
        });
      if (path !== SCORES_PATH) return kube.listWatch<T>(path, options);
      return kube.listWatch<T>(path, {
        ...options,
        onEvent(type, score) {
          const vintage = (score.spec as CarbonScoreSpec).forecast?.generatedAt;
          if (type !== "DELETED" && vintage !== undefined) clock.foreseen(new Date(vintage));
          onEvent(type, score);
        },
      });
    },
  };
}

function submitted<T extends KubeObject>(job: T, submittedAt: (name: string) => Date | undefined): T {
  const at = submittedAt(job.metadata.name);
  return at ? { ...job, metadata: { ...job.metadata, creationTimestamp: at.toISOString() } } : job;
}
