import { createNoaaWeather } from "#server/adapters/carbon/noaa-weather.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { isSourceError } from "#server/domain/carbon/source.ts";
import type { WeatherForecastSource } from "#server/domain/carbon/weather.ts";
import { WeatherPlace } from "#server/domain/carbon/weather-place.ts";
import { weatherWords } from "#server/domain/carbon/weather-words.ts";

export const TestWeather = WeatherPlace;
export type TestWeather = WeatherPlace;

export interface WeatherTrial {
  /** False when it was refused, or nothing came. */
  answered: boolean;
  message: string;
}

const PATIENCE_MS = 20_000;

/** Asks for the weather of a place and shows the real answer, also when that is a refusal. Saves nothing. */
export async function testWeather(
  app: App,
  { latitudeDegrees, longitudeDegrees }: TestWeather,
  weather: WeatherForecastSource = createNoaaWeather({ clock: app.clock, http: app.carbonHttp }),
): Promise<WeatherTrial> {
  authorise(app.actor, "administer", "test the weather of a place");
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const points = await weather.forecast(latitudeDegrees, longitudeDegrees, signal);
    return { answered: points.length > 0, message: weatherWords(points) };
  } catch (error) {
    if (signal.aborted)
      return { answered: false, message: `No answer came within ${PATIENCE_MS / 1_000} s.` };
    if (isSourceError(error)) return { answered: false, message: error.message };
    throw error;
  }
}
