import type { Pool } from "pg";

/** The lock by which a running pool of workers shows that it lives. */
export const livenessLock = (poolId: string): string => `queue-pool:${poolId}`;

/** Ids that hold work although no session holds their lock. None while the server is so young that owners may be reconnecting. */
const ORPHANED = `
  select distinct locked_by as id
  from (select locked_by from graphile_worker._private_jobs
        union all select locked_by from graphile_worker._private_job_queues) owners
  where locked_by is not null
    and now() - pg_postmaster_start_time() > interval '5 seconds'
    and not exists (
      select 1 from pg_locks
      where locktype = 'advisory' and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())
        and ((classid::int8 << 32) | objid::int8) = hashtextextended('queue-pool:' || locked_by, 1))`;

/**
 * Frees the work of workers that died: a killed process cannot give its keys back, and graphile itself waits four hours.
 * An owner must be missing at two looks in a row.
 */
export function createRecovery(pool: Pool) {
  let suspects = new Set<string>();
  return async function recover(): Promise<string[]> {
    const { rows } = await pool.query<{ id: string }>(ORPHANED);
    const missing = rows.map((row) => row.id);
    const dead = missing.filter((id) => suspects.has(id));
    suspects = new Set(missing);
    if (dead.length > 0) await pool.query("select graphile_worker.force_unlock_workers($1::text[])", [dead]);
    return dead;
  };
}

/** Rows that only grow: queues of keys that are gone, and runs that a newer nudge replaced while their worker died. */
export async function sweep(pool: Pool): Promise<void> {
  await pool.query(
    "delete from graphile_worker._private_jobs where attempts >= max_attempts and locked_at is null",
  );
}
