import { HOUR_MS } from "#server/domain/clock.ts";
import { MEMORY_MS } from "#server/domain/carbon/forecaster.ts";
import type { WeatherPoint } from "#server/domain/carbon/weather.ts";
import type { WeatherVintage } from "#server/domain/carbon/weather-features.ts";
import type { WeatherPlace } from "#server/domain/carbon/weather-place.ts";
import type { Db } from "./client.ts";

/** Weather as it was foreseen for a zone's place, and how reading it went. */
export function createWeatherQueries(db: Db) {
  return {
    /** The instant of the newest vintage. */
    async newestWeather(zone: string): Promise<Date | undefined> {
      const { _max: newest } = await db.weatherVintage.aggregate({
        where: { zone },
        _max: { generatedAt: true },
      });
      return newest.generatedAt ?? undefined;
    },

    /** Those that our forecaster reads at `now`, oldest first. */
    async weather(zone: string, now: Date): Promise<WeatherVintage[]> {
      const rows = await db.$queryRaw<WeatherRow[]>`
        select generated_at as "generatedAt", starts_at as "startsAt",
          wind_metres_per_second::text[] as wind, cloud_cover_percent::text[] as cloud
        from weather_vintage
        where zone = ${zone} and generated_at > ${new Date(+now - MEMORY_MS)} and generated_at <= ${now}
        order by generated_at`;
      return rows.map(vintageOf);
    },

    /**
     * Keeps what was foreseen at `at` and forgets what is too old to be read. Nothing where the zone is read at another
     * place by now: what was under way for the place before is no weather of it.
     */
    async saveWeather(
      zone: string,
      place: WeatherPlace,
      points: readonly WeatherPoint[],
      at: Date,
    ): Promise<void> {
      const [first] = points;
      await db.$transaction(async (tx) => {
        const { count } = await tx.carbonZone.updateMany({
          where: { zone, latitude: place.latitudeDegrees, longitude: place.longitudeDegrees },
          data: { weatherFailedAt: null, weatherFailure: null },
        });
        await tx.weatherVintage.deleteMany({
          where: { zone, generatedAt: { lte: new Date(+at - MEMORY_MS) } },
        });
        if (count === 0 || !first) return;
        await tx.$executeRaw`
          insert into weather_vintage (zone, generated_at, starts_at, wind_metres_per_second, cloud_cover_percent)
          values (${zone}, ${at}, ${first.startsAt},
            ${hourly(points, (point) => point.windMetresPerSecond)}::text[]::float8[],
            ${hourly(points, (point) => point.cloudCoverPercent)}::text[]::float8[])
          on conflict (zone, generated_at) do nothing`;
      });
    },

    /** The instant of the first failure in a row stays; the sentence is the newest. */
    async noteWeatherFailure(zone: string, at: Date, failure: string): Promise<void> {
      await db.$executeRaw`
        update carbon_zone set weather_failed_at = coalesce(weather_failed_at, ${at}), weather_failure = ${failure}
        where zone = ${zone} and latitude is not null`;
    },
  };
}

interface WeatherRow {
  generatedAt: Date;
  startsAt: Date;
  wind: string[];
  cloud: string[];
}

/** An hour that is not told of is NaN, as one of which nothing is foreseen. As text: it keeps NaN and every digit. */
function hourly(points: readonly WeatherPoint[], valueOf: (point: WeatherPoint) => number | null): string[] {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return [];
  const values = Array.from(
    { length: Math.round((+last.startsAt - +first.startsAt) / HOUR_MS) + 1 },
    () => "NaN",
  );
  for (const point of points) {
    const value = valueOf(point);
    if (value !== null) values[Math.round((+point.startsAt - +first.startsAt) / HOUR_MS)] = String(value);
  }
  return values;
}

const orNull = (text: string | undefined): number | null =>
  text === undefined || text === "NaN" ? null : Number(text);

const vintageOf = ({ generatedAt, startsAt, wind, cloud }: WeatherRow): WeatherVintage => ({
  generatedAt,
  points: wind.map((metresPerSecond, hour) => ({
    startsAt: new Date(+startsAt + hour * HOUR_MS),
    windMetresPerSecond: orNull(metresPerSecond),
    cloudCoverPercent: orNull(cloud[hour]),
  })),
});
