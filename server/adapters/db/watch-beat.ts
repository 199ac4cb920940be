import type { Db } from "./client.ts";

const ALIVE_SECONDS = 10;
const nameOf = (managementId: string): string => `management-watch:${managementId}`;

/** Which management clusters are watched now, for the workers that do not watch them themselves. By the database's own clock. */
export function createWatchBeats(db: Db) {
  return {
    async beat(managementId: string): Promise<void> {
      await db.$executeRaw`
        insert into heartbeat (name, at) values (${nameOf(managementId)}, now())
        on conflict (name) do update set at = now()`;
    },
    async forget(managementId: string): Promise<void> {
      await db.heartbeat.deleteMany({ where: { name: nameOf(managementId) } });
    },
    /** Whether every change of its Cluster objects is told at once. A watch that has died is believed for 10 s at most. */
    async isLive(managementId: string): Promise<boolean> {
      const rows = await db.$queryRaw<object[]>`
        select 1 as live from heartbeat
        where name = ${nameOf(managementId)} and at > now() - ${ALIVE_SECONDS} * interval '1 second'`;
      return rows.length > 0;
    },
  };
}
export type WatchBeats = ReturnType<typeof createWatchBeats>;
