import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import type { WeatherForecastSource, WeatherPoint } from "#server/domain/carbon/weather.ts";
import { createAsk, otherShape, type Profile } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { hoursOf } from "./valid-time.ts";

const NAME = "noaa-weather";
const TITLE = "The US National Weather Service";
const GRIDPOINT = /^\/gridpoints\/[A-Z]{3}\/\d{1,4},\d{1,4}$/;

const Place = z.object({ properties: z.object({ forecastGridData: z.url() }) });
const Layer = z.object({
  uom: z.string(),
  values: z.array(z.object({ validTime: z.string(), value: z.number().nullable() })),
});
type Layer = z.infer<typeof Layer>;
const GridData = z.object({ properties: z.object({ windSpeed: Layer, skyCover: Layer }) });

const METRES_PER_SECOND: Readonly<Record<string, number>> = {
  "wmoUnit:km_h-1": 1 / 3.6,
  "wmoUnit:m_s-1": 1,
};

/** Hourly wind and cloud of places in the USA: keyless, by NOAA. No carbon: an input of our own forecast. */
export function createNoaaWeather({
  clock,
  http,
  baseUrl = "https://api.weather.gov",
}: Pick<SourceDeps, "clock" | "http" | "baseUrl">): WeatherForecastSource {
  return {
    name: NAME,
    async forecast(latitudeDegrees, longitudeDegrees, signal) {
      const place = `${degrees(latitudeDegrees)},${degrees(longitudeDegrees)}`;
      const profile: Profile = {
        source: NAME,
        title: TITLE,
        limit: "noaa-weather",
        lane: `${NAME} ${place}`,
        baseUrl,
        headers: { "user-agent": "Karbonetes (carbon-aware scheduling)" },
        form: {
          name: "JSON",
          mediaType: "application/geo+json",
          read: (text) => JSON.parse(text) as unknown,
        },
      };
      const ask = createAsk(profile, http, signal, () => undefined);
      const { value: found } = await ask.parsed(
        { path: `/points/${place}`, freshForMs: DAY_MS, standIn: { forMs: 30 * DAY_MS } },
        Place,
      );
      const { pathname } = new URL(found.properties.forecastGridData); // its host is not ours to follow
      if (!GRIDPOINT.test(pathname)) throw otherShape(profile, "properties.forecastGridData: no grid point");
      const question = { path: pathname, freshForMs: 10 * MINUTE_MS, standIn: { forMs: DAY_MS / 2 } };
      const { value } = await ask.parsed(question, GridData);
      return pointsOf(value.properties, +clock.now());
    },
  };
}

function pointsOf(
  { windSpeed, skyCover }: { windSpeed: Layer; skyCover: Layer },
  now: number,
): WeatherPoint[] {
  const perUnit = METRES_PER_SECOND[windSpeed.uom];
  if (perUnit === undefined) throw unknownUnit("wind", windSpeed.uom);
  if (skyCover.uom !== "wmoUnit:percent") throw unknownUnit("cloud cover", skyCover.uom);
  const wind = byHour(windSpeed, ({ value }) => (value < 0 ? null : value * perUnit));
  const cloud = byHour(skyCover, ({ value }) => (value < 0 || value > 100 ? null : value));
  const hours = [...new Set([...wind.keys(), ...cloud.keys()])];
  return hours
    .filter((at) => at + HOUR_MS > now)
    .toSorted((a, b) => a - b)
    .map((at) => ({
      startsAt: new Date(at),
      windMetresPerSecond: wind.get(at) ?? null,
      cloudCoverPercent: cloud.get(at) ?? null,
    }));
}

function byHour(layer: Layer, convert: (point: { value: number }) => number | null): Map<number, number> {
  const hours = new Map<number, number>();
  for (const { validTime, value } of layer.values) {
    const converted = value === null ? null : convert({ value });
    if (converted === null) continue;
    for (const at of hoursOf(validTime)) hours.set(at, converted);
  }
  return hours;
}

const unknownUnit = (what: string, unit: string) =>
  new SourceError(NAME, `${TITLE} gives ${what} in ${unit}, a unit that is not known here.`);

/** At most four decimals and no zeros at the end: other spellings are redirected. */
const degrees = (value: number) => String(Math.round(value * 10_000) / 10_000);
