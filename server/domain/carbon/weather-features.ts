import { HOUR_MS } from "../clock.ts";
import type { WeatherPoint } from "./weather.ts";

/** The weather as it was foreseen at `generatedAt`, hour by hour. */
export interface WeatherVintage {
  generatedAt: Date;
  points: readonly WeatherPoint[];
}

/** What the newest vintage known at `origin` says, ms since the epoch; 0 where it says nothing. */
export interface WeatherReader {
  /** How much more wind there will be at `at` than at the origin, m/s. */
  windChange(origin: number, at: number): number;
  /** -1 clear, 0 half covered or not foreseen, 1 overcast. */
  overcast(origin: number, at: number): number;
}

export function weatherReader(vintages: readonly WeatherVintage[]): WeatherReader | undefined {
  if (vintages.length === 0) return undefined;
  const known = vintages
    .toSorted((a, b) => +a.generatedAt - +b.generatedAt)
    .map(({ generatedAt, points }) => ({
      from: +generatedAt,
      hours: new Map(points.map((point) => [Math.floor(+point.startsAt / HOUR_MS), point])),
    }));
  let last = -1; // origins come mostly in order
  const pointAt = (origin: number, at: number) => {
    while (last + 1 < known.length && (known[last + 1]?.from ?? Infinity) <= origin) last += 1;
    while (last >= 0 && (known[last]?.from ?? -Infinity) > origin) last -= 1;
    return known[last]?.hours.get(Math.floor(at / HOUR_MS));
  };
  return {
    windChange(origin, at) {
      const then = pointAt(origin, at)?.windMetresPerSecond;
      const now = pointAt(origin, origin)?.windMetresPerSecond;
      return typeof then === "number" && typeof now === "number" ? then - now : 0;
    },
    overcast(origin, at) {
      const percent = pointAt(origin, at)?.cloudCoverPercent;
      return typeof percent === "number" ? percent / 50 - 1 : 0;
    },
  };
}
