import { slotsOf } from "../job/ahead.ts";
import type { BacktestJob } from "./input.ts";

export interface JobPlan {
  /** From one arrival to the next. */
  everyMs: number;
  durationMs: number;
  maxDelayMs: number;
}

/** Arrivals at equal distances in the slots from `from` to `to` (exclusive), each with room to run by its latest end. */
export function jobsBetween(from: number, to: number, stepMs: number, plan: JobPlan): BacktestJob[] {
  const slots = slotsOf(plan.durationMs, stepMs);
  const most = Math.floor(plan.maxDelayMs / stepMs);
  const jobs: BacktestJob[] = [];
  for (let count = 0; ; count++) {
    const arrival = from + Math.floor((count * plan.everyMs) / stepMs);
    if (arrival + most + slots > to) return jobs;
    jobs.push({ arrival, earliest: arrival, latest: arrival + most, slots });
  }
}
