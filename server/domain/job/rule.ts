import type { WorkloadRule } from "../workload/view.ts";
import type { DecideInput, Decision } from "./decision.ts";

/** What a decision found, where it asked for it. */
export interface Found {
  savingPercent: number | null;
  /** The limit in force: the policy's own, or the value of its percentile then. */
  limitGramsPerKwh: number | null;
}

export function foundBy(decision: Decision): Found {
  if (decision.kind === "fallback") return { savingPercent: null, limitGramsPerKwh: null };
  const { savingPercent = null, limitGramsPerKwh = null } = decision;
  return { savingPercent, limitGramsPerKwh };
}

/** What a Job was measured by, for its sentence. `found` is absent where no decision is at hand. */
export const ruleOf = ({ policy, signal, room }: DecideInput, found?: Found): WorkloadRule => ({
  strategy: policy.strategy,
  minSavingPercent: policy.minSavingPercent,
  maxIntensity: policy.maxIntensity ?? null,
  percentile: policy.percentile,
  percentileOf: policy.percentileOf,
  expectedSavingPercent: found?.savingPercent ?? null,
  limitGramsPerKwh: found?.limitGramsPerKwh ?? null,
  gridGramsPerKwh: signal?.latest?.gramsPerKwh ?? null,
  ...(room && { capWatts: room.capWatts }),
});
