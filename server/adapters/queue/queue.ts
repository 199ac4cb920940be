import type { Db } from "../db/client.ts";

export interface Queue {
  /**
   * Nudges a loop to look at a key. Asked twice it runs once, at the earlier of both times; asked while the key runs, it runs
   * once more afterwards. `delayMs` is real time.
   */
  add(controller: string, key: string, options?: { delayMs?: number }): Promise<void>;
}

const MOST_ATTEMPTS = 32_767; // the column is a smallint; the loop requeues itself, so the queue must never give up

/** SQL only: the console, which runs no loops, nudges them through the same table. */
export function createQueue(db: Db): Queue {
  return {
    async add(controller, key, { delayMs = 0 } = {}) {
      const name = `${controller}:${key}`;
      const payload = JSON.stringify({ controller, key });
      await db.$transaction([
        // two adds at once must not let the later time win
        db.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`queue ${name}`}, 0))::text`,
        db.$queryRaw`
          select 1 as added from graphile_worker.add_job(
            identifier => ${controller}, payload => ${payload}::json, queue_name => ${name}, job_key => ${name},
            max_attempts => ${MOST_ATTEMPTS}::int,
            run_at => least(
              now() + ${delayMs}::float8 * interval '1 millisecond',
              (select run_at from graphile_worker.jobs
               where key = ${name} and locked_at is null and attempts < max_attempts)))`,
      ]);
    },
  };
}
