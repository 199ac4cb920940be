import { z } from "zod";

/** Over how many days dry-run decisions are summed. */
export const DryRunDays = z.union([z.literal(7), z.literal(30)]);
export type DryRunDays = z.infer<typeof DryRunDays>;

/** What the decisions of dry runs would have come to. */
export interface DryRunSums {
  jobs: number;
  /** How many of them would have waited. */
  waited: number;
  /** The median of those that would have waited; null: none. */
  medianWaitMs: number | null;
  /** Of the Jobs whose grid was foreseen, begun at once; null: of none it was. */
  gramsNow: number | null;
  /** What the same Jobs would have emitted less; below zero: more. */
  savedGrams: number | null;
  /** Jobs whose grid was not foreseen for all of their run: in neither of the two. */
  unknownJobs: number;
}
export interface DryRunView extends DryRunSums {
  days: DryRunDays;
}
