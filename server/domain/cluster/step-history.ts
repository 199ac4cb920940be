import type { ClusterRow } from "./row.ts";
import type { StepHistory } from "./steps.ts";

/** How long steps took, for each species of cluster. */
export type StepHistories = ReadonlyMap<string, StepHistory>;

/**
 * What has a past of its own: a sandbox takes seconds where machines of a cloud take minutes, and one class of machines may
 * take longer than another.
 */
export function speciesOf({ provider, spec }: Pick<ClusterRow, "provider" | "spec">): string {
  const { classRef } = spec.clusterApi ?? {};
  return classRef ? `${provider} ${classRef.namespace}/${classRef.name}` : provider;
}

const NONE: StepHistory = new Map();

/** None of another species stands in: no past is better than somebody else's. */
export const historyOf = (
  histories: StepHistories,
  row: Pick<ClusterRow, "provider" | "spec">,
): StepHistory => histories.get(speciesOf(row)) ?? NONE;
