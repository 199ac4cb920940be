export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  /** CamelCase, finite. */
  reason: string;
  /** A sentence for people. */
  message: string;
  /** Typed in a terminal whose kubectl leads to the cluster: it brings what is missing, or shows more of it. */
  command?: string | undefined;
  observedGeneration: number;
  lastTransitionTime: Date;
}
export type NewCondition = Omit<Condition, "lastTransitionTime">;

/** The transition time moves only when the status itself turned. */
export function setCondition(all: readonly Condition[], next: NewCondition, now: Date): Condition[] {
  const previous = all.find((condition) => condition.type === next.type);
  const lastTransitionTime = previous?.status === next.status ? previous.lastTransitionTime : now;
  return [...all.filter((condition) => condition.type !== next.type), { ...next, lastTransitionTime }];
}
