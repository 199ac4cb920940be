import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { JOBS_PATH } from "#server/adapters/kubernetes/job.ts";
import type { ListWatchOptions } from "#server/adapters/kubernetes/watch.ts";
import type { CarbonScoreSpec } from "#server/domain/carbon/score.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";

export interface TraceClock extends Clock {
  /** To `at`, or it stays where it is when that is past. */
  moveTo(at: Date): void;
}

/**
 * Stands still until it is moved: from one event of the trace to the next, and to a slot in the moment in which the agent is handed
 * that slot's forecast. On one that runs by itself, thousands of times as fast as life, what a request takes is minutes of the trace.
 * The loop's timers are real and divided by `rate`: one that fires before its instant has come looks and waits on.
 */
export function steppedClock(startsAt: Date, rate = 10_000): TraceClock {
  let now = +startsAt;
  return {
    rate,
    now: () => new Date(now),
    moveTo: (at) => void (now = Math.max(now, +at)),
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
          if (type !== "DELETED" && vintage !== undefined) clock.moveTo(new Date(vintage));
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
