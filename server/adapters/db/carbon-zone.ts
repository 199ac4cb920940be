import { DAY_MS } from "#server/domain/clock.ts";
import type { Actor } from "#server/domain/actor.ts";
import type { ZoneInfo } from "#server/domain/carbon/source.ts";
import type { ZoneLimit, ZoneRelease } from "#server/domain/carbon/view.ts";
import type { WeatherPlace } from "#server/domain/carbon/weather-place.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import {
  createZoneSourceQueries,
  replaceSources,
  WITH_SOURCES,
  zoneSourceOf,
  type NewZoneSource,
} from "./carbon-zone-source.ts";
import { placeWeather, weatherOf } from "./carbon-zone-weather.ts";
import type { Db, DbTransaction } from "./client.ts";
import type { CarbonZone } from "./generated/client.ts";

export interface CarbonAudit {
  actor: Pick<Actor, "id" | "name">;
  action: string;
  at: Date;
  detail?: Record<string, string>;
}
export interface NewZone {
  zone: string;
  name: string;
  /** In order of priority. */
  sources: readonly NewZoneSource[];
  /** A series uploaded now; its source's config holds its digest, so that another file is another config. */
  file?: string | undefined;
  /** Where its weather is read: null = nowhere; undefined = as before. */
  weather?: WeatherPlace | null | undefined;
}

const LONGEST_WAIT_MS = 8 * DAY_MS; // a policy's maxDelay is 7 days at most
const SEEDED = "carbon.seeded";

type Sourced = CarbonZone & { sources: Parameters<typeof zoneSourceOf>[0][] };
const settingOf = ({ zone, name, sources, lastPolledAt, backfilledTo, ...row }: Sourced): ZoneSetting => ({
  zone,
  name,
  sources: sources.map(zoneSourceOf),
  lastPolledAt,
  backfilledTo,
  weather: weatherOf(row),
});

/** Which sources speak for which zone. */
export function createZoneQueries(db: Db) {
  return {
    ...createZoneSourceQueries(db),

    /** In the order in which they were added. */
    async zones(): Promise<ZoneSetting[]> {
      const rows = await db.carbonZone.findMany({
        include: WITH_SOURCES,
        orderBy: [{ createdAt: "asc" }, { zone: "asc" }],
      });
      return rows.map(settingOf);
    },
    async findZone(zone: string): Promise<ZoneSetting | undefined> {
      const row = await db.carbonZone.findUnique({ where: { zone }, include: WITH_SOURCES });
      return row ? settingOf(row) : undefined;
    },
    /** The series that was uploaded for a zone. */
    async file(zone: string): Promise<string | undefined> {
      return (await db.carbonFile.findUnique({ where: { zone } }))?.csv;
    },

    /** Once in a database's life: a zone that a person removed does not come back. True when it did so now. */
    async ensureDefaultZones(zones: readonly ZoneInfo[], now: Date): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.setting.createMany({
          data: [{ key: SEEDED, value: now.toISOString() }],
          skipDuplicates: true,
        });
        if (count === 0) return false;
        for (const [index, { zone, name }] of zones.entries()) {
          await tx.carbonZone.upsert({
            where: { zone },
            create: {
              zone,
              name,
              createdAt: new Date(+now + index),
              sources: { create: { position: 0, source: "recorded" } },
            },
            update: {},
          });
        }
        return true;
      });
    },

    /** Puts name and list in place of those before; a source that came or went lets the history be asked for anew. */
    async saveZone({ zone, name, sources, file, weather }: NewZone, audit: CarbonAudit): Promise<void> {
      await db.$transaction(async (tx) => {
        const known = await tx.$queryRaw<
          unknown[]
        >`select 1 as known from carbon_zone where zone = ${zone} for update`;
        if (known.length === 0) {
          await forgetSeries(tx, zone);
          await tx.carbonZone.create({ data: { zone, name, createdAt: audit.at } });
        }
        const changed = await replaceSources(tx, zone, sources);
        if (file !== undefined) {
          await tx.carbonFile.upsert({ where: { zone }, create: { zone, csv: file }, update: { csv: file } });
        }
        await tx.carbonZone.update({
          where: { zone },
          data: { name, ...(changed && { backfilledTo: null }) },
        });
        if (weather !== undefined) await placeWeather(tx, zone, weather);
        await note(tx, zone, audit);
      });
    },

    async removeZone(zone: string, audit: CarbonAudit): Promise<void> {
      await db.$transaction(async (tx) => {
        await forgetSeries(tx, zone);
        const { count } = await tx.carbonZone.deleteMany({ where: { zone } });
        if (count > 0) await note(tx, zone, audit);
      });
    },

    /** Names of the clusters that stand in a zone, and of the policies that name it. */
    async usersOf(zone: string): Promise<{ clusters: string[]; policies: string[] }> {
      const clusters = await db.cluster.findMany({
        where: { zone },
        select: { name: true },
        orderBy: { name: "asc" },
      });
      const policies = await db.policy.findMany({
        where: { spec: { path: ["zone"], equals: zone }, deletionRequestedAt: null },
        select: { name: true },
        orderBy: { name: "asc" },
      });
      return { clusters: clusters.map(({ name }) => name), policies: policies.map(({ name }) => name) };
    },

    /** Of the policies in force there, by the zone they name or their clusters stand in: the lowest limit of each zone. */
    async limits(): Promise<Map<string, ZoneLimit>> {
      const rows = await db.$queryRaw<{ zone: string; gramsPerKwh: number; policy: string }[]>`
        select distinct on (zone) zone, grams as "gramsPerKwh", name as policy
        from (
          select coalesce(p.spec->>'zone', c.zone) as zone, (p.spec->>'maxIntensity')::float8 as grams, p.name
          from policy p left join cluster c on c.id = any(p.cluster_ids)
          where p.deletion_requested_at is null and jsonb_typeof(p.spec->'maxIntensity') = 'number'
            and coalesce(p.spec->>'enabled', 'true') = 'true'
        ) as limits
        where zone is not null
        order by zone, grams, name`;
      return new Map(rows.map(({ zone, ...limit }) => [zone, limit]));
    },

    /** Jobs by the zone they were decided on: released from `from` to now, and planned after it; by the minute, in order. */
    async releases(zone: string, from: Date, now: Date): Promise<ZoneRelease[]> {
      const waitingSince = new Date(+from - LONGEST_WAIT_MS);
      return db.$queryRaw<ZoneRelease[]>`
        with newest as (
          select distinct on (cluster_id, job_uid) kind, reason, until, released, at
          from decision where at >= ${waitingSince} and input->'policy'->>'zone' = ${zone}
          order by cluster_id, job_uid, at desc)
        select date_trunc('minute', at) as at, count(*)::int as count, false as planned
        from decision where released and at >= ${from} and at <= ${now} and input->'policy'->>'zone' = ${zone}
        group by 1
        union all
        select date_trunc('minute', until), count(*)::int, true
        from newest where kind = 'wait' and reason not in ('HeldByPerson', 'WaitingForPower') and not released and until > ${now}
        group by 1
        order by planned, at`;
    },
  };
}

async function forgetSeries(tx: DbTransaction, zone: string): Promise<void> {
  await tx.intensityReading.deleteMany({ where: { zone } });
  await tx.forecastVintage.deleteMany({ where: { zone } });
  await tx.weatherVintage.deleteMany({ where: { zone } });
  await tx.carbonFile.deleteMany({ where: { zone } });
}

async function note(
  tx: DbTransaction,
  subject: string,
  { actor, action, at, detail }: CarbonAudit,
): Promise<void> {
  await tx.auditEntry.create({
    data: { at, actorId: actor.id, actor: actor.name, action, subject, detail: detail ?? {} },
  });
}
