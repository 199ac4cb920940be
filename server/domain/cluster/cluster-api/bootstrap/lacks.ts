import type { Condition } from "../../../conditions.ts";
import type { BootstrapConditionType } from "./reading.ts";

const WHAT: Partial<Record<BootstrapConditionType, string>> = {
  NetworkReady: "a network",
  DnsReady: "DNS",
  StorageReady: "a default StorageClass",
  AgentInstalled: "a running agent",
};
/** Where no Job can run nothing misses an agent. */
const NO_LACK = "NoJobs";

/** What a cluster that is Ready still lacks, as a sentence; "" where it lacks nothing, or nothing is known. */
export function lacksSentence({ conditions }: { conditions: readonly Condition[] }): string {
  const lacks = Object.entries(WHAT).flatMap(([type, what]) =>
    conditions.some((each) => each.type === type && each.status === "False" && each.reason !== NO_LACK)
      ? [what]
      : [],
  );
  if (lacks.length === 0) return "";
  return `It lacks ${lacks.join(" and ")}: its conditions say what would bring ${lacks.length === 1 ? "it" : "them"}.`;
}
