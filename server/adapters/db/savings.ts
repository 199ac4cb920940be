import { Prisma } from "./generated/client.ts";
import type { SignalKind } from "#server/domain/carbon/intensity.ts";
import type { ClusterSavings } from "#server/domain/cluster/savings.ts";
import type { Db } from "./client.ts";

export interface SavingsScope {
  from: Date;
  now: Date;
  /** Which signal each grid is read by: average and marginal readings are never one series. */
  kinds: readonly { zone: string; kind: SignalKind }[];
}

/** The mean of what was measured over a run that begins then; null where any of it was not. */
const meanOfRun = (name: string, start: string): Prisma.Sql => {
  const from = Prisma.raw(start);
  return Prisma.sql`cross join lateral (
        select case when sum(share) >= 0.999 * ms then sum(grams_per_kwh * share) / sum(share) end as mean from (
          select grams_per_kwh, 1000 * extract(epoch from
            least(starts_at + step_ms * interval '1 millisecond', ${from} + length) - greatest(starts_at, ${from}))::float8 as share
          from intensity_reading reading
          where reading.zone = grids.zone and reading.signal_kind = grids.kind
            and starts_at < ${from} + length and starts_at > ${from} - interval '3 hours'
            and starts_at + step_ms * interval '1 millisecond' > ${from}) slots) ${Prisma.raw(name)}`;
};

/**
 * One question for all clusters. A run that is not over is not counted yet; one let go more than once stopped in between, and
 * what it drew when is not in the ledger. An hour without a reading makes a run unknown: it is never a free one.
 */
export async function sumSavings(db: Db, { from, now, kinds }: SavingsScope): Promise<ClusterSavings[]> {
  return db.$queryRaw<ClusterSavings[]>`
    with released as (
      select cluster_id, input #>> '{policy,zone}' as zone, at as started,
        (input #>> '{job,submittedAt}')::timestamptz as submitted,
        (input #>> '{job,durationMs}')::float8 as ms, watts,
        count(*) over (partition by cluster_id, job_uid) as times,
        row_number() over (partition by cluster_id, job_uid order by at, id) as place
      from decision where released and not dry_run and at >= ${from} and at < ${now}),
    runs as (
      select *, ms * interval '1 millisecond' as length from released
      where place = 1 and started + ms * interval '1 millisecond' <= ${now}),
    grids as (
      select * from unnest(${kinds.map(({ zone }) => zone)}::text[], ${kinds.map(({ kind }) => kind)}::text[]) as grid(zone, kind)),
    measured as (
      select runs.*, at_once.mean as mean_at_once, as_run.mean as mean_as_run
      from runs left join grids using (zone)
      ${meanOfRun("at_once", "submitted")}
      ${meanOfRun("as_run", "started")}),
    told as (
      select *, watts / 1000 * ms / 3600000 as kwh,
        times = 1 and ms > 0 and watts is not null and mean_at_once is not null and mean_as_run is not null as known
      from measured)
    select cluster_id as "clusterId",
      count(*) filter (where known)::int as jobs,
      count(*) filter (where not known)::int as "unknownJobs",
      sum(kwh * mean_at_once) filter (where known) as "gramsAtOnce",
      sum(kwh * (mean_at_once - mean_as_run)) filter (where known) as "savedGrams"
    from told group by cluster_id`;
}
