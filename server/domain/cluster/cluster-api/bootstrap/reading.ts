import type { Condition } from "../../../conditions.ts";

/** What is looked at once a cluster is available, in this order; each stays a condition of it. */
export const BOOTSTRAP_CONDITIONS = [
  "NetworkReady",
  "DnsReady",
  "StorageReady",
  "AgentInstalled",
  "PoliciesApplied",
] as const;
export type BootstrapConditionType = (typeof BOOTSTRAP_CONDITIONS)[number];

/** How one of them stands. */
export interface BootstrapReading extends Pick<Condition, "status" | "reason" | "message" | "command"> {
  type: BootstrapConditionType;
  /** It may turn by itself within seconds, such as a Pod that starts: worth a short wait. */
  settling?: true;
}

/** The step that looks at it, by its name in the step log. */
export const CONDITION_OF_BOOTSTRAP_STEP = {
  network: "NetworkReady",
  dns: "DnsReady",
  storage: "StorageReady",
  agent: "AgentInstalled",
  policies: "PoliciesApplied",
} as const satisfies Record<string, BootstrapConditionType>;
export type BootstrapStep = keyof typeof CONDITION_OF_BOOTSTRAP_STEP;
export const isBootstrapStep = (step: string): step is BootstrapStep =>
  Object.hasOwn(CONDITION_OF_BOOTSTRAP_STEP, step);

/** Where no Pod can run there is nothing to look at: neither there nor missing. */
export const inMemory = (type: BootstrapConditionType, what: string): BootstrapReading => ({
  type,
  status: "Unknown",
  reason: "InMemory",
  message: `Its machines are in memory: no Pod runs there, so there is no ${what} to look at.`,
});

export const notRead = (type: BootstrapConditionType, what: string): BootstrapReading => ({
  type,
  status: "Unknown",
  reason: "NotRead",
  message: `The cluster did not let us read ${what}.`,
});
