import { DAY_MS } from "#server/domain/clock.ts";
import type { Forecast } from "#server/domain/carbon/forecast.ts";
import type { Foreseen } from "#server/domain/carbon/foresee.ts";
import type { Intensity, Quality, SignalKind } from "#server/domain/carbon/intensity.ts";
import { DECIDE_RECENT_MS, type CarbonSignal } from "#server/domain/carbon/signal.ts";
import { zoneKindOf, zoneProvenance } from "#server/domain/carbon/speaker.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { createHistoryQueries } from "./carbon-history.ts";
import { createZoneQueries } from "./carbon-zone.ts";
import type { Db } from "./client.ts";

export interface Series {
  zone: string;
  kind: SignalKind;
}
export interface Range {
  from: Date;
  to: Date;
}

const VINTAGES_KEPT_MS = 60 * DAY_MS;

export function createCarbonRepo(db: Db) {
  const zones = createZoneQueries(db);

  /** Of all, or of those that one source gave. */
  async function newestReading(
    { zone, kind }: Series,
    now: Date,
    source: string | null = null,
  ): Promise<Intensity | undefined> {
    const [row] = await db.$queryRaw<ReadingRow[]>`
      select starts_at as "startsAt", step_ms as "stepMs", grams_per_kwh as "gramsPerKwh", quality
      from intensity_reading
      where zone = ${zone} and signal_kind = ${kind} and starts_at + step_ms * interval '1 millisecond' <= ${now}
        and (${source}::text is null or source = ${source})
      order by starts_at desc limit 1`;
    return row && readingOf(row);
  }

  /** Readings with from <= startsAt < to, in order of time. */
  async function readings({ zone, kind }: Series, { from, to }: Range): Promise<Intensity[]> {
    const rows = await db.$queryRaw<ReadingRow[]>`
      select starts_at as "startsAt", step_ms as "stepMs", grams_per_kwh as "gramsPerKwh", quality
      from intensity_reading
      where zone = ${zone} and signal_kind = ${kind} and starts_at >= ${from} and starts_at < ${to}
      order by starts_at`;
    return rows.map(readingOf);
  }

  /** The newest vintage made at or before `at`: all that was foreseen then. */
  async function forecastKnownAt({ zone, kind }: Series, at: Date): Promise<Foreseen | undefined> {
    const [row] = await db.$queryRaw<VintageRow[]>`
      select generated_at as "generatedAt", starts_at as "startsAt", step_ms as "stepMs", method, error_percent as "errorPercent",
        grams_per_kwh::text[] as grams, low::text[] as low, high::text[] as high
      from forecast_vintage where zone = ${zone} and signal_kind = ${kind} and generated_at <= ${at}
      order by generated_at desc, id desc limit 1`;
    return row && { forecast: forecastOf(row), errorPercent: row.errorPercent };
  }

  /** The same, of a zone at hand, with the track record of its forecast. */
  async function signalAt(
    { zone, sources }: ZoneSetting,
    now: Date,
  ): Promise<{ signal: CarbonSignal; errorPercent: number | null }> {
    const series = { zone, kind: zoneKindOf(sources) };
    const [latest, recent, foreseen] = await Promise.all([
      newestReading(series, now),
      readings(series, { from: new Date(+now - DECIDE_RECENT_MS), to: now }),
      forecastKnownAt(series, now),
    ]);
    return {
      signal: {
        ...series,
        latest,
        recent: recent.filter(({ startsAt, stepMs }) => +startsAt + stepMs <= +now),
        forecast: foreseen?.forecast,
        provenance: zoneProvenance(sources),
      },
      errorPercent: foreseen?.errorPercent ?? null,
    };
  }

  return {
    ...zones,
    ...createHistoryQueries(db),
    newestReading,
    readings,
    forecastKnownAt,

    /** All that may be known of a zone at `now`, as decide() takes it; undefined without such a zone. */
    async signalOf(zone: string, now: Date): Promise<CarbonSignal | undefined> {
      const setting = await zones.findZone(zone);
      return setting && (await signalAt(setting, now)).signal;
    },
    signalAt,

    /** Adds what is new, and replaces an estimate by a measurement. Says how many rows that was. */
    async saveReadings(
      series: Series,
      source: string,
      all: readonly Intensity[],
      fetchedAt: Date,
    ): Promise<number> {
      if (all.length === 0) return 0;
      return db.$executeRaw`
        insert into intensity_reading (zone, signal_kind, starts_at, step_ms, grams_per_kwh, quality, source, fetched_at)
        select ${series.zone}, ${series.kind}, starts_at, step_ms, grams, quality, ${source}, ${fetchedAt}
        from unnest(
          ${all.map(({ startsAt }) => startsAt.toISOString())}::text[]::timestamptz[],
          ${all.map(({ stepMs }) => stepMs)}::int[],
          ${all.map(({ gramsPerKwh }) => String(gramsPerKwh))}::text[]::float8[],
          ${all.map(({ quality }) => quality)}::text[]) as fresh(starts_at, step_ms, grams, quality)
        on conflict (zone, signal_kind, starts_at) do update
        set step_ms = excluded.step_ms, grams_per_kwh = excluded.grams_per_kwh, quality = excluded.quality,
          source = excluded.source, fetched_at = excluded.fetched_at
        where intensity_reading.quality = 'estimated'
          and (excluded.quality = 'measured' or excluded.grams_per_kwh <> intensity_reading.grams_per_kwh)`;
    },

    /** Keeps a vintage; the same one twice is kept once. */
    async saveForecast(series: Series, source: string, { forecast, errorPercent }: Foreseen): Promise<void> {
      await db.$executeRaw`
        insert into forecast_vintage (zone, signal_kind, source, method, generated_at, starts_at, step_ms, grams_per_kwh, low, high, error_percent)
        values (${series.zone}, ${series.kind}, ${source}, ${forecast.method}, ${forecast.generatedAt}, ${forecast.startsAt}, ${forecast.stepMs},
          ${cells(forecast.gramsPerKwh)}::text[]::float8[], ${cells(forecast.low)}::text[]::float8[], ${cells(forecast.high)}::text[]::float8[],
          ${errorPercent})
        on conflict (zone, signal_kind, source, generated_at) do nothing`;
    },

    /** Vintages made in the range, without their bands, oldest first. At most one an `everyMs`, where given. */
    async vintages({ zone, kind }: Series, { from, to }: Range, everyMs = 1): Promise<Forecast[]> {
      const rows = await db.$queryRaw<VintageRow[]>`
        select distinct on (slot) generated_at as "generatedAt", starts_at as "startsAt", step_ms as "stepMs", method,
          error_percent as "errorPercent", grams_per_kwh::text[] as grams, array[]::text[] as low, array[]::text[] as high
        from (
          select *, floor(extract(epoch from generated_at) * 1000 / ${everyMs}::float8) as slot
          from forecast_vintage
          where zone = ${zone} and signal_kind = ${kind} and generated_at >= ${from} and generated_at < ${to}) as made
        order by slot, generated_at`;
      return rows.map(forecastOf);
    },

    /** Old vintages go; readings stay. */
    async prune(now: Date): Promise<void> {
      await db.forecastVintage.deleteMany({
        where: { generatedAt: { lt: new Date(+now - VINTAGES_KEPT_MS) } },
      });
    },
  };
}
export type CarbonRepo = ReturnType<typeof createCarbonRepo>;

interface ReadingRow {
  startsAt: Date;
  stepMs: number;
  gramsPerKwh: number;
  quality: string;
}
const readingOf = ({ quality, ...row }: ReadingRow): Intensity => ({ ...row, quality: quality as Quality });

interface VintageRow {
  generatedAt: Date;
  startsAt: Date;
  stepMs: number;
  method: string;
  errorPercent: number | null;
  grams: string[];
  low: string[];
  high: string[];
}

// As text: Prisma's own arrays take neither null nor NaN, and a text keeps every digit.
const cells = (values: readonly (number | null)[] = []) =>
  values.map((value) => (value === null ? "NaN" : String(value)));
const slots = (texts: readonly string[]) => texts.map((text) => (text === "NaN" ? null : Number(text)));

const forecastOf = ({ generatedAt, startsAt, stepMs, method, grams, low, high }: VintageRow): Forecast => ({
  generatedAt,
  startsAt,
  stepMs,
  gramsPerKwh: slots(grams),
  ...(low.length > 0 && { low: slots(low) }),
  ...(high.length > 0 && { high: slots(high) }),
  method,
});
