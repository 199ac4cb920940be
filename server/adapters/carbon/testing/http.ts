import type { Clock } from "#server/domain/clock.ts";
import { createCarbonHttp, type CarbonHttpDeps } from "../http.ts";

/** The real fetcher with no real pauses: they are noted, and pass at once. */
export function quickHttp(now: () => Date, more: Partial<CarbonHttpDeps> = {}) {
  const clock: Clock = { rate: 1, now };
  const waits: number[] = [];
  let elapsed = 0;
  const http = createCarbonHttp({
    clock,
    timeoutMs: 2_000,
    random: () => 0.5,
    elapsedMs: () => elapsed,
    wait: async (ms) => {
      waits.push(ms);
      elapsed += ms;
    },
    ...more,
  });
  return { clock, http, waits };
}
