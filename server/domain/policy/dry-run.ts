import type { ClusterView } from "../job/input.ts";
import { annotationsOf } from "../job/facts.ts";
import type { Job } from "../kubernetes.ts";
import { matchPolicy } from "./match.ts";

/** Whether this Job is decided on and left alone: by the word of its cluster, or of the policy that holds for it. */
export function isDryRun(
  job: Job,
  { dryRun = false, policies }: Pick<ClusterView, "dryRun" | "policies">,
): boolean {
  if (dryRun) return true;
  const all = [...policies];
  if (!all.some(({ spec }) => spec.dryRun)) return false; // as it is nearly always, and asked of every Job
  const { policy } = matchPolicy(all, job.metadata.namespace ?? "default", annotationsOf(job));
  return policy?.spec.dryRun ?? false;
}
