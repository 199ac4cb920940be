import { z } from "zod";
import type { Decision } from "../job/decision.ts";
import type { WouldHave } from "../job/would-have.ts";
import { gramsWords, percentWords } from "../job/words.ts";

const Count = z.int().min(0);
const Grams = z.number().min(0);
/** What dry runs of a policy would have come to, in its own status: an agent that keeps no ledger has it there. */
export const DryRunStatus = z.object({
  since: z.iso.datetime().meta({ description: "the first decision counted here" }),
  jobs: Count.meta({ description: "Jobs that were decided on and left alone" }),
  wouldHaveWaited: Count,
  gramsAtOnce: Grams.meta({ description: "gCO2eq of those whose grid was foreseen, as they ran, estimated" }),
  gramsAsDecided: Grams.meta({ description: "gCO2eq of the same Jobs, had it been acted on, estimated" }),
  wouldHaveSaved: z.string().meta({ description: "the difference, for people" }),
});
export type DryRunStatus = z.infer<typeof DryRunStatus>;

export interface CountedDryRun {
  at: Date;
  decision: Decision;
  wouldHave: WouldHave;
}

/** The status with these decisions in it. A Job whose grid was not foreseen is counted, and in neither of the grams. */
export function withDryRuns(
  before: DryRunStatus | undefined,
  counted: readonly CountedDryRun[],
): DryRunStatus | undefined {
  const [first] = counted;
  if (!first) return before;
  const known = counted.map(({ wouldHave }) => wouldHave);
  const gramsAtOnce = sum(
    before?.gramsAtOnce,
    known.map(({ gramsNow }) => gramsNow),
  );
  const gramsAsDecided = sum(
    before?.gramsAsDecided,
    known.map(({ gramsPlanned }) => gramsPlanned),
  );
  return {
    since: before?.since ?? first.at.toISOString(),
    jobs: (before?.jobs ?? 0) + counted.length,
    wouldHaveWaited:
      (before?.wouldHaveWaited ?? 0) + counted.filter(({ decision }) => decision.kind === "wait").length,
    gramsAtOnce,
    gramsAsDecided,
    wouldHaveSaved: savedWords(gramsAtOnce, gramsAsDecided),
  };
}

const sum = (before = 0, grams: readonly (number | null)[]): number =>
  grams.reduce<number>((total, one) => total + (one ?? 0), before);

/** "3.20 kg (24 %)"; "not known" of Jobs whose grid nobody foresaw. */
function savedWords(atOnce: number, asDecided: number): string {
  if (atOnce === 0) return "not known";
  const saved = atOnce - asDecided;
  const sign = saved < 0 ? "-" : "";
  return `${sign}${gramsWords(saved)} (${sign}${percentWords((100 * saved) / atOnce)})`.replaceAll(
    "\u00A0",
    " ",
  );
}
