import type { SignalKind } from "#server/domain/carbon/intensity.ts";
import type { Db } from "./client.ts";

/** What tells one state of a zone's readings from another: how many there are, and when the last one came. */
export interface ZoneMean {
  gramsPerKwh: number;
  /** UTC days that have a reading. */
  days: number;
}

export function createHistoryQueries(db: Db) {
  return {
    /** The mean of the readings that begin in the range, weighted by time; undefined without any. */
    async meanOver(
      { zone, kind }: { zone: string; kind: SignalKind },
      { from, to }: { from: Date; to: Date },
    ): Promise<ZoneMean | undefined> {
      const [row] = await db.$queryRaw<{ gramsPerKwh: number | null; days: number }[]>`
        select sum(grams_per_kwh * step_ms) / sum(step_ms) as "gramsPerKwh",
          count(distinct floor(extract(epoch from starts_at) / 86400))::int as days
        from intensity_reading
        where zone = ${zone} and signal_kind = ${kind} and starts_at >= ${from} and starts_at < ${to}`;
      return row && row.gramsPerKwh !== null ? { gramsPerKwh: row.gramsPerKwh, days: row.days } : undefined;
    },

    /** Changes with every reading that comes, is replaced or goes; "0" without any. */
    async readingsStamp({ zone, kind }: { zone: string; kind: SignalKind }): Promise<string> {
      const [row] = await db.$queryRaw<{ count: number; fetchedAt: Date | null }[]>`
        select count(*)::int as count, max(fetched_at) as "fetchedAt"
        from intensity_reading where zone = ${zone} and signal_kind = ${kind}`;
      return `${row?.count ?? 0} ${row?.fetchedAt?.toISOString() ?? ""}`.trim();
    },
  };
}
