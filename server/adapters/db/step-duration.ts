import type { StepHistories } from "#server/domain/cluster/step-history.ts";
import { statsOf, type StepStats } from "#server/domain/cluster/steps.ts";
import type { Db } from "./client.ts";

/** Of each step of a species, the newest so many. */
const KEPT = 30;

/** Keeps how long the attempt took that this event ended; one whose start is not on record is left out. */
export async function keepDuration(db: Db, eventId: number): Promise<void> {
  const [kept] = await db.$queryRaw<{ species: string; operation: string; step: string }[]>`
    insert into step_duration (species, operation, step, duration_ms)
    select c.provider || coalesce(' ' || (c.spec #>> '{clusterApi,classRef,namespace}') || '/' || (c.spec #>> '{clusterApi,classRef,name}'), ''),
      done.operation, done.step, extract(epoch from done.at - began.at)::float8 * 1000
    from cluster_step done
    join cluster c on c.id = done.cluster_id
    cross join lateral (
      select at from cluster_step
      where cluster_id = done.cluster_id and operation = done.operation and step = done.step
        and attempt = done.attempt and event = 'started' and id < done.id
      order by id desc limit 1) began
    where done.id = ${eventId}
    returning species, operation, step`;
  if (!kept) return;
  const { species, operation, step } = kept;
  await db.$executeRaw`
    delete from step_duration
    where species = ${species} and operation = ${operation} and step = ${step} and id <= (
      select id from step_duration
      where species = ${species} and operation = ${operation} and step = ${step}
      order by id desc offset ${KEPT} limit 1)`;
}

/** Quartiles of what is kept. */
export async function stepHistories(db: Db): Promise<StepHistories> {
  const rows = await db.$queryRaw<{ species: string; key: string; durationsMs: number[] }[]>`
    select species, operation || '/' || step as key, array_agg(duration_ms order by id desc) as "durationsMs"
    from step_duration group by species, operation, step`;
  const histories = new Map<string, Map<string, StepStats>>();
  for (const { species, key, durationsMs } of rows) {
    const stats = statsOf(durationsMs);
    const known = histories.get(species) ?? new Map<string, StepStats>();
    histories.set(species, known);
    if (stats) known.set(key, stats);
  }
  return histories;
}
