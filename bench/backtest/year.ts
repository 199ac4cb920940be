import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import type { BacktestJob } from "#server/domain/backtest/input.ts";

export const STEP_MS = HOUR_MS / 2;
export const STARTS_AT_MS = Date.UTC(2019, 11, 10);
const SLOTS_A_DAY = DAY_MS / STEP_MS;
/** Three weeks to learn from, a year of arrivals, and two days for the last ones. */
const LEARN_DAYS = 22;
export const SLOTS = (LEARN_DAYS + 366 + 2) * SLOTS_A_DAY;
export const JOBS = 5_856;
const EVERY_SLOTS = 3;

/** A repeatable stream of numbers in 0..1. */
export function randomFrom(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** A grid with sun at noon, weekends, and weather that lasts for days: no data is needed to measure time. */
export function syntheticGrid(seed: number): Float64Array {
  const random = randomFrom(seed);
  let weather = 0;
  return Float64Array.from({ length: SLOTS }, (_, slot) => {
    weather = 0.995 * weather + 0.2 * (random() + random() + random() - 1.5);
    const day = slot / SLOTS_A_DAY;
    const sun = Math.max(0, -Math.cos(2 * Math.PI * day)) * (1 - 0.5 * Math.cos((2 * Math.PI * day) / 365));
    const weekend = Math.floor(day) % 7 >= 5 ? 40 : 0;
    return Math.max(20, 340 - 120 * sun - weekend + 50 * weather);
  });
}

/** A 1 h job every 90 minutes that may wait for a day. */
export const yearOfJobs = (): BacktestJob[] =>
  Array.from({ length: JOBS }, (_, index) => {
    const arrival = LEARN_DAYS * SLOTS_A_DAY + EVERY_SLOTS * index;
    return { arrival, earliest: arrival, latest: arrival + SLOTS_A_DAY, slots: 2 };
  });

export const forecastRange = () => ({
  from: LEARN_DAYS * SLOTS_A_DAY,
  to: LEARN_DAYS * SLOTS_A_DAY + EVERY_SLOTS * JOBS + SLOTS_A_DAY,
});
