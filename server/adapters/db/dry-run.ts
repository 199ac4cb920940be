import type { DryRunSums } from "#server/domain/policy/dry-run-view.ts";
import type { Db } from "./client.ts";

export interface DryRunScope {
  clusterIds: readonly string[];
  /** "namespace/name" each; none: whatever policy decided. */
  policies?: readonly string[];
  from: Date;
}

const NONE: DryRunSums = {
  jobs: 0,
  waited: 0,
  medianWaitMs: null,
  gramsNow: null,
  savedGrams: null,
  unknownJobs: 0,
};

/** What the decisions of dry runs would have come to, from `from` on. Each is of another Job. */
export async function sumDryRuns(
  db: Db,
  { clusterIds, policies = [], from }: DryRunScope,
): Promise<DryRunSums> {
  const [sums = NONE] = await db.$queryRaw<DryRunSums[]>`
    select count(*)::int as jobs,
      count(*) filter (where kind = 'wait')::int as waited,
      percentile_cont(0.5) within group (order by 1000 * extract(epoch from until - at)::float8)
        filter (where kind = 'wait') as "medianWaitMs",
      sum(grams_now) as "gramsNow",
      sum(grams_now - grams_planned) as "savedGrams",
      count(*) filter (where grams_now is null)::int as "unknownJobs"
    from decision
    where dry_run and at >= ${from} and cluster_id = any(${[...clusterIds]})
      and (cardinality(${[...policies]}::text[]) = 0 or policy = any(${[...policies]}))`;
  return sums;
}
