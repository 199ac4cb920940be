import type { SignalKind } from "#server/domain/carbon/intensity.ts";
import type { Db } from "./client.ts";

/** What tells one state of a zone's readings from another: how many there are, and when the last one came. */
export function createHistoryQueries(db: Db) {
  return {
    /** Changes with every reading that comes, is replaced or goes; "0" without any. */
    async readingsStamp({ zone, kind }: { zone: string; kind: SignalKind }): Promise<string> {
      const [row] = await db.$queryRaw<{ count: number; fetchedAt: Date | null }[]>`
        select count(*)::int as count, max(fetched_at) as "fetchedAt"
        from intensity_reading where zone = ${zone} and signal_kind = ${kind}`;
      return `${row?.count ?? 0} ${row?.fetchedAt?.toISOString() ?? ""}`.trim();
    },
  };
}
