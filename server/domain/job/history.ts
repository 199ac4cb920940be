import { DAY_MS, MINUTE_MS } from "../clock.ts";
import type { Job } from "../kubernetes.ts";
import { finishedAtOf, outcomeOf, ranMsOf } from "./facts.ts";

/** Fewer say little of the next; three is what a CronJob keeps of itself by default. */
const LEAST = 3;

/** The uid of the object that made a Job, for a CronJob the CronJob's; undefined for one made by hand. */
export const ownerOf = (job: Job): string | undefined =>
  job.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;

/** How long a Job ran that has completed, all its stretches; undefined for any other. */
export function lengthOf(job: Job): number | undefined {
  const startedAt = Date.parse(job.status?.startTime ?? "");
  const lengthMs = +(finishedAtOf(job) ?? Number.NaN) - startedAt + ranMsOf(job);
  return outcomeOf(job) === "complete" && lengthMs > 0 ? lengthMs : undefined;
}

/** The median of what earlier Jobs took, within what a policy may expect; undefined of fewer than three. */
export function expectedFrom(lengthsMs: readonly number[]): number | undefined {
  if (lengthsMs.length < LEAST) return undefined;
  const sorted = lengthsMs.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return Math.min(7 * DAY_MS, Math.max(MINUTE_MS, Math.round((lower + upper) / 2)));
}

/** The lengths of these Jobs by their owner. */
export function lengthsByOwner(jobs: Iterable<Job>): Map<string, number[]> {
  const lengths = new Map<string, number[]>();
  for (const job of jobs) {
    const owner = ownerOf(job);
    const lengthMs = lengthOf(job);
    if (owner === undefined || lengthMs === undefined) continue;
    lengths.set(owner, [...(lengths.get(owner) ?? []), lengthMs]);
  }
  return lengths;
}
