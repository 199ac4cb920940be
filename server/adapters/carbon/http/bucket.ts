import type { Limit } from "./limits.ts";

export interface Bucket {
  /** Takes a token: 0; or how many ms until there is one, and takes none. */
  take: () => number;
  /** Nothing goes for this long, whoever asks: the provider said so. */
  pause: (ms: number) => void;
  /** Whether it waits for that. */
  paused: () => boolean;
}

/**
 * A token bucket that holds half of the limit and refills with the other half, so that no stretch of `perMs`, whenever
 * it begins, sees more than the limit.
 */
export function createBucket({ requests, perMs }: Limit, elapsedMs: () => number): Bucket {
  const capacity = Math.max(1, Math.floor(requests / 2));
  const msAToken = perMs / Math.max(1, requests - capacity);
  let tokens = capacity;
  let filledAt = elapsedMs();
  let pausedUntil = -Infinity;

  return {
    take() {
      const now = elapsedMs();
      tokens = Math.min(capacity, tokens + (now - filledAt) / msAToken);
      filledAt = now;
      if (now < pausedUntil) return Math.ceil(pausedUntil - now);
      if (tokens < 1) return Math.ceil((1 - tokens) * msAToken);
      tokens -= 1;
      return 0;
    },
    paused: () => elapsedMs() < pausedUntil,
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, elapsedMs() + ms);
    },
  };
}
