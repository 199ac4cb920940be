import type { CarbonSignal } from "../carbon/signal.ts";
import type { Job } from "../kubernetes.ts";
import { matchPolicy, sourceOf, type ClusterPolicy } from "../policy/match.ts";
import { latestStartOf, resolvePolicy } from "../policy/resolve.ts";
import { ANNOTATION } from "./annotations.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { annotationsOf, submittedAtOf } from "./facts.ts";

/** What is known of a cluster when a decision is made in it. */
export interface ClusterView {
  policies: Iterable<ClusterPolicy>;
  paused: boolean;
  zone: string;
  signalOf: (zone: string) => CarbonSignal | undefined;
}

/** Everything `decide` needs for this Job, and what of its annotations could not be read, a sentence each. */
export function inputFor(
  job: Job,
  view: ClusterView,
  { now, previous }: { now: Date; previous: Decision | undefined },
): { input: DecideInput; warnings: string[] } {
  const annotations = annotationsOf(job);
  const matched = matchPolicy(view.policies, job.metadata.namespace ?? "default", annotations);
  const { policy, warnings } = resolvePolicy({
    policy: matched.policy && { source: sourceOf(matched.policy), spec: matched.policy.spec },
    annotations,
    clusterZone: view.zone,
    paused: view.paused,
  });
  const submittedAt = submittedAtOf(job, now);
  const hold = annotations[ANNOTATION.hold];
  return {
    input: {
      job: {
        submittedAt,
        durationMs: policy.durationMs,
        latestStart: latestStartOf(policy, submittedAt),
        ...(hold === "true" && { heldByPerson: true }),
      },
      policy,
      signal: view.signalOf(policy.zone),
      previous,
      now,
    },
    warnings: matched.warning ? [matched.warning, ...warnings] : warnings,
  };
}
