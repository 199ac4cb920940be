import type { Recorder } from "#server/adapters/decision/journal.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { Clock } from "#server/domain/clock.ts";
import { dryRunStatus } from "#server/workers/dry-run-status/controller.ts";
import { createWorkQueue } from "#server/workers/runtime/work-queue.ts";

interface TallyDeps {
  kube: KubeClient;
  clock: Clock;
  log: Pick<Logger, "warn">;
  signal: AbortSignal;
}

/** A recorder whose decisions of dry runs are summed in the status of their policies too. */
export function tallied(
  recorder: Recorder,
  { kube, clock, log, signal }: TallyDeps,
): { recorder: Recorder; drain: () => Promise<void> } {
  const tally = dryRunStatus({ kube, clock });
  const queue = createWorkQueue(tally, {
    concurrency: 1,
    signal,
    clock,
    onError: (key, err) =>
      log.warn({ err, key }, "the status of a policy could not be written; it is tried again"),
  });
  return {
    drain: queue.drain,
    recorder: {
      ...recorder,
      record(record) {
        recorder.record(record);
        const key = tally.count(record);
        if (key !== undefined) queue.add(key);
      },
    },
  };
}
