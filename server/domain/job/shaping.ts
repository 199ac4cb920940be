import type { Clock } from "../clock.ts";

/** How the releases of a cluster are spread. Undefined: without a limit. */
export interface Shaping {
  /** Real seconds, whatever the clock. */
  releasesPerSecond: number | undefined;
  /** Of the carbon-aware Jobs that run, as far as our releases go; estimated from requests. */
  maxConcurrentWatts: number | undefined;
}

export const UNSHAPED: Shaping = { releasesPerSecond: undefined, maxConcurrentWatts: undefined };

/** On the namespace karbonetes-system, for the whole cluster: numbers; 0 or none for no limit. They go before the flags. */
export const RELEASES_ANNOTATION = "carbon-aware.io/releases-per-second";
export const WATTS_ANNOTATION = "carbon-aware.io/max-concurrent-watts";

export const DEFAULT_RELEASES_PER_SECOND = 100;
/** A compressed clock makes minutes of what is a moment of real time, so by default nothing waits under one. */
export const defaultShaping = ({ rate }: Pick<Clock, "rate">): Shaping => ({
  releasesPerSecond: rate > 1 ? undefined : DEFAULT_RELEASES_PER_SECOND,
  maxConcurrentWatts: undefined,
});

const RANGES = {
  releasesPerSecond: { least: 0.01, most: 100_000 },
  maxConcurrentWatts: { least: 1, most: 1e12 },
} as const satisfies Record<keyof Shaping, { least: number; most: number }>;

/** A limit as people write it; null: none is wished. @throws Error with a sentence that begins with `name` */
export function limitOf(name: string, text: string, kind: keyof Shaping): number | null {
  const { least, most } = RANGES[kind];
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (text === "none" || value === 0) return null;
  if (value >= least && value <= most) return value;
  throw new Error(
    `${name} is "${text.slice(0, 80)}"; give a number from ${least} to ${most}, or 0 for no limit.`,
  );
}

/** What a namespace asks for over the flags of its agents, and a sentence for each word of it that is ignored. */
export interface ShapingWish {
  limits: { [K in keyof Shaping]?: number | null };
  ignored: string[];
}

export function shapingWishOf(annotations: Readonly<Record<string, string>>): ShapingWish {
  const wish: ShapingWish = { limits: {}, ignored: [] };
  for (const [name, kind] of [
    [RELEASES_ANNOTATION, "releasesPerSecond"],
    [WATTS_ANNOTATION, "maxConcurrentWatts"],
  ] as const) {
    const text = annotations[name];
    if (text === undefined || text === "") continue;
    try {
      wish.limits[kind] = limitOf(name, text.trim(), kind);
    } catch (error) {
      wish.ignored.push(`${(error as Error).message} It is ignored.`);
    }
  }
  return wish;
}

/** Each limit by itself: the namespace's word, else the flag's. */
export const shapedBy = ({ limits }: ShapingWish, fallback: Shaping): Shaping => ({
  releasesPerSecond:
    limits.releasesPerSecond === undefined
      ? fallback.releasesPerSecond
      : (limits.releasesPerSecond ?? undefined),
  maxConcurrentWatts:
    limits.maxConcurrentWatts === undefined
      ? fallback.maxConcurrentWatts
      : (limits.maxConcurrentWatts ?? undefined),
});
