import { z } from "zod";
import { isConflict, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { DryRunStatus, withDryRuns, type CountedDryRun } from "#server/domain/policy/dry-run-status.ts";
import { policyPath } from "../policy-rollout/apply.ts";
import type { Reconciler } from "../runtime/reconciler.ts";

const APART_REAL_MS = 10_000; // each write is an event that every watcher of policies gets

const Status = z.object({ dryRun: DryRunStatus });

export interface DryRunTally extends Reconciler {
  /** Takes a decision of a dry run. @returns the key to look at; undefined where no policy object would hold it */
  count(record: DecisionRecord): string | undefined;
}

/** Key = "namespace/name" of a policy: what its dry runs would have come to is added to what stands in its status. */
export function dryRunStatus({ kube, clock }: { kube: KubeClient; clock: Clock }): DryRunTally {
  const pending = new Map<string, CountedDryRun[]>();
  const writtenAt = new Map<string, number>();

  async function write(key: string, counted: readonly CountedDryRun[], signal: AbortSignal): Promise<void> {
    const policy = await kube.json<KubeObject>(policyPath(key), { signal });
    const before = Status.safeParse(policy.status).data?.dryRun;
    const { resourceVersion } = policy.metadata;
    const patch = { metadata: { resourceVersion }, status: { dryRun: withDryRuns(before, counted) } };
    await kube.patch(`${policyPath(key)}/status`, patch, "application/merge-patch+json", { signal });
  }

  return {
    name: "dry-run-status",
    count({ decision, input, wouldHave }) {
      const { source } = input.policy;
      if (!wouldHave || !source.includes("/")) return undefined;
      const counted = pending.get(source) ?? [];
      counted.push({ at: input.now, decision, wouldHave });
      pending.set(source, counted);
      return source;
    },
    async reconcile(key, signal) {
      const counted = pending.get(key);
      if (!counted) return undefined;
      const restMs = (writtenAt.get(key) ?? -Infinity) + APART_REAL_MS - performance.now();
      if (restMs > 0) return { requeueAfterMs: restMs * clock.rate };
      pending.delete(key);
      try {
        await write(key, counted, signal);
        writtenAt.set(key, performance.now());
        return undefined;
      } catch (error) {
        if (isNotFound(error)) return undefined; // the policy is gone, and its sums with it
        pending.set(key, [...counted, ...(pending.get(key) ?? [])]);
        if (isConflict(error)) return { requeueAfterMs: 50 * clock.rate };
        throw error;
      }
    },
  };
}
