export const SAVINGS_DAYS = 30;

/** What the releases of one cluster saved, by what was measured: each Job at its release against the same at its submit. */
export interface ClusterSavings {
  clusterId: string;
  /** Jobs of which both are known. */
  jobs: number;
  /** Jobs that ran, of which something is not: power, readings for all of the run, or where it stopped in between. */
  unknownJobs: number;
  /** Begun at their submit; null where nothing is known, never 0. */
  gramsAtOnce: number | null;
  /** Of those; below zero: waiting cost more. Null where nothing is known. */
  savedGrams: number | null;
}
