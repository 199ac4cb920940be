import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import { HOUR_MS, type Clock } from "#server/domain/clock.ts";
import { sourceTitleOf } from "#server/domain/carbon/source-config.ts";
import { isSourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { WeatherForecastSource } from "#server/domain/carbon/weather.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import type { Pauses } from "./pauses.ts";

/** A grid of another year, or a clock, knows nothing of the weather of today. */
export const feelsWeather = ({ name }: Pick<CarbonIntensitySource, "name">): boolean =>
  sourceTitleOf(name)?.tried !== "no network";

const EVERY_MS = 3 * HOUR_MS;
const REFUSED_PAUSE_MS = HOUR_MS;
/** An input of a forecast is not worth a longer wait. */
const PATIENCE_MS = 20_000;

interface WeatherDeps {
  carbon: CarbonRepo;
  clock: Clock;
  pauses: Pauses;
  weather: WeatherForecastSource;
}

/**
 * Keeps what the weather at a zone's place will be, every three hours, for the forecasts to come. It comes after the grid,
 * which waits for nothing of it: a failure is noted on the zone. True when pages have something new to say.
 */
export async function readWeather(
  { carbon, clock, pauses, weather }: WeatherDeps,
  { zone, weather: place }: ZoneSetting,
  source: CarbonIntensitySource,
  now: Date,
  signal: AbortSignal,
): Promise<boolean> {
  if (!place || !feelsWeather(source)) return false;
  const { latitudeDegrees, longitudeDegrees, failure } = place;
  const pauseKey = `weather ${zone} ${latitudeDegrees} ${longitudeDegrees}`;
  if (pauses.leftMs(pauseKey, now) > 0) return false;
  const newest = await carbon.newestWeather(zone);
  if (newest && +now - +newest < EVERY_MS && newest <= now) return false;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const points = await weather.forecast(
      latitudeDegrees,
      longitudeDegrees,
      AbortSignal.any([signal, patience]),
    );
    await carbon.saveWeather(zone, place, points, now);
    pauses.set(pauseKey, new Date(+now + EVERY_MS)); // also where it foresaw nothing
    return failure !== null;
  } catch (error) {
    signal.throwIfAborted();
    const message = failureOf(error, patience);
    if (message === undefined) throw error;
    const askedMs = isSourceError(error) ? (error.retryAfterMs ?? 0) * clock.rate : 0;
    pauses.set(pauseKey, new Date(+now + Math.max(REFUSED_PAUSE_MS, askedMs)));
    await carbon.noteWeatherFailure(zone, now, message);
    return failure?.message !== message;
  }
}

/** As a sentence; undefined where the fault is none of the weather's. */
function failureOf(error: unknown, patience: AbortSignal): string | undefined {
  if (patience.aborted) return `The weather did not come within ${PATIENCE_MS / 1_000} s.`;
  return isSourceError(error) ? error.message : undefined;
}
