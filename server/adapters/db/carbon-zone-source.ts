import { z } from "zod";
import type { ZoneSource } from "#server/domain/carbon/speaker.ts";
import type { Db, DbTransaction } from "./client.ts";
import { toJson } from "./cluster-row.ts";
import type { CarbonAccount, CarbonZoneSource } from "./generated/client.ts";

export interface NewZoneSource {
  source: string;
  config: Readonly<Record<string, unknown>>;
  accountId: string | null;
}

const REPLAY = "replay";
const Config = z.record(z.string(), z.unknown()).catch({});

/** For `include`: the account without its key. */
export const WITH_SOURCES = {
  sources: {
    orderBy: { position: "asc" },
    include: { account: { select: { id: true, name: true, keySetAt: true } } },
  },
} as const;

export const zoneSourceOf = (
  row: CarbonZoneSource & { account: Pick<CarbonAccount, "id" | "name" | "keySetAt"> | null },
): ZoneSource => ({
  id: row.id,
  source: row.source,
  config: Config.parse(row.config),
  account: row.account,
  lastOkAt: row.lastOkAt,
  failure: row.failedAt && row.failure !== null ? { at: row.failedAt, message: row.failure } : null,
});

/**
 * Puts a zone's list in place of the one before. A source that stays keeps how it did; what one that goes gave goes
 * with it, so that another file or another place is never one line with it. True when one came or went.
 */
export async function replaceSources(
  tx: DbTransaction,
  zone: string,
  wanted: readonly NewZoneSource[],
): Promise<boolean> {
  const before = await tx.carbonZoneSource.findMany({ where: { zone } });
  const left = new Set(before);
  const rows = wanted.map(({ source, config, accountId }, position) => {
    const same = [...left].find((row) => row.source === source && textOf(row.config) === textOf(config));
    if (same) left.delete(same);
    const sameKey = same?.accountId === accountId;
    return {
      ...(same && { id: same.id, lastOkAt: same.lastOkAt }),
      ...(same && sameKey && { failedAt: same.failedAt, failure: same.failure }),
      zone,
      position,
      source,
      config: toJson(config),
      accountId,
    };
  });
  for (const { source } of left) await forgetGiven(tx, zone, source);
  await tx.carbonZoneSource.deleteMany({ where: { zone } });
  await tx.carbonZoneSource.createMany({ data: rows });
  return left.size > 0 || rows.length > before.length;
}

async function forgetGiven(tx: DbTransaction, zone: string, source: string): Promise<void> {
  await tx.intensityReading.deleteMany({ where: { zone, source } });
  await tx.forecastVintage.deleteMany({ where: { zone, source } });
  if (source === REPLAY) await tx.carbonFile.deleteMany({ where: { zone } });
}

/** The same for the same config, whatever the order of its keys. */
function textOf(config: unknown): string {
  return JSON.stringify(config, (_, value: unknown) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** How the sources of zones do. */
export function createZoneSourceQueries(db: Db) {
  return {
    async noteAnswer(zone: string, id: string, at: Date): Promise<void> {
      await db.$transaction([
        db.carbonZone.updateMany({ where: { zone }, data: { lastPolledAt: at } }),
        db.carbonZoneSource.updateMany({
          where: { id },
          data: { lastOkAt: at, failedAt: null, failure: null },
        }),
      ]);
    },
    /** The instant of the first failure in a row stays; the sentence is the newest. */
    async noteFailure(id: string, at: Date, failure: string): Promise<void> {
      await db.$executeRaw`
        update carbon_zone_source set failed_at = coalesce(failed_at, ${at}), failure = ${failure} where id = ${id}`;
    },
    async noteBackfill(zone: string, backfilledTo: Date): Promise<void> {
      await db.carbonZone.updateMany({ where: { zone }, data: { backfilledTo } });
    },
  };
}
