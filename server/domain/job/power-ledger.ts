import type { Job } from "../kubernetes.ts";
import { ANNOTATION } from "./annotations.ts";
import { annotationsOf, isFinished } from "./facts.ts";
import { DEFAULT_POWER, powerOf } from "./power.ts";

export type PowerLedger = ReturnType<typeof createPowerLedger>;

/** The estimated watts of the Jobs that run, and of those let go that the watch has not shown yet. */
export function createPowerLedger() {
  const counted = new Map<string, { milliwatts: number; seen: boolean }>();
  let total = 0; // whole milliwatts: a sum that comes back to 0 exactly

  function free(key: string): void {
    total -= counted.get(key)?.milliwatts ?? 0;
    counted.delete(key);
  }

  function count(key: string, watts: number, seen: boolean): void {
    free(key);
    const milliwatts = Math.round(watts * 1_000);
    counted.set(key, { milliwatts, seen });
    total += milliwatts;
  }

  return {
    /** Before the patch that lets it go. */
    reserve: (key: string, watts: number): void => count(key, watts, false),
    /** The patch came to nothing; what the watch has shown to run stays counted. */
    giveBack(key: string): void {
      if (counted.get(key)?.seen === false) free(key);
    },
    /** As the watch shows it; undefined: gone. An event from before our patch takes nothing back. */
    see(key: string, job: Job | undefined): void {
      if (!job || isFinished(job)) return free(key);
      if (job.spec.suspend !== true) return count(key, powerOf(job, DEFAULT_POWER).watts, true);
      if (counted.get(key)?.seen || annotationsOf(job)[ANNOTATION.state] === "released") free(key);
    },
    get watts(): number {
      return total / 1_000;
    },
    wattsWithout: (key: string): number => (total - (counted.get(key)?.milliwatts ?? 0)) / 1_000,
  };
}
