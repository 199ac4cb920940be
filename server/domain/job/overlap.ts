import type { EffectivePolicy } from "../policy/resolve.ts";
import { spanWords } from "./words.ts";

/** A CronJob that lets no run begin while another is there (`concurrencyPolicy: Forbid`). */
export interface ForbiddingCronJob {
  name: string;
  /** The shortest time between two runs. */
  periodMs: number;
}

/** Whether waiting may make a CronJob skip runs: what it skips is said before it happens. Undefined when it may not. */
export function overlapWarning(
  cronJob: ForbiddingCronJob | undefined,
  { enabled, paused, maxDelayMs, durationMs }: EffectivePolicy,
): string | undefined {
  if (!cronJob || !enabled || paused || maxDelayMs === 0) return undefined;
  if (maxDelayMs + durationMs <= cronJob.periodMs) return undefined;
  const { name, periodMs } = cronJob;
  return (
    `The CronJob ${name} makes a Job every ${spanWords(periodMs)} and forbids two at once: ` +
    `while this one waits up to ${spanWords(maxDelayMs)}, the runs in between are skipped.`
  ).replaceAll("\u00A0", " ");
}
