import { HOUR_MS } from "../clock.ts";
import { spanWords } from "../job/words.ts";
import type { WeatherPoint } from "./weather.ts";

/** "It foresees 156 h: wind of 4.2 m/s and 71 % cloud in the first of them." */
export function weatherWords(points: readonly WeatherPoint[]): string {
  const [first] = points;
  if (!first) return "It foresees nothing of this place.";
  const { windMetresPerSecond: wind, cloudCoverPercent: cloud } = first;
  const windWords = wind === null ? "no word of wind" : `wind of ${wind.toFixed(1)}\u00a0m/s`;
  const cloudWords = cloud === null ? "no word of cloud" : `${Math.round(cloud)}\u00a0% cloud`;
  return `It foresees ${spanWords(points.length * HOUR_MS)}: ${windWords} and ${cloudWords} in the first hour.`;
}
