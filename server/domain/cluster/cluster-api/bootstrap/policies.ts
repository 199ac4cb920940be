import { asSentence, counted } from "../../words.ts";
import type { BootstrapReading } from "./reading.ts";

/** A policy that names the cluster, as its roll-out left it there. */
export interface CarriedPolicy {
  name: string;
  /** The newest wish holds there. */
  synced: boolean;
  /** Nobody has tried since the newest wish, or since the cluster last answered. */
  pending: boolean;
  message: string;
}

/** Whether the policies that name it hold in it. */
export function readPolicies(policies: readonly CarriedPolicy[]): BootstrapReading {
  const type = "PoliciesApplied" as const;
  const missing = policies.filter(({ synced }) => !synced);
  const [first, ...others] = missing;
  if (!first) {
    const message =
      policies.length === 0
        ? "No policy names it, so nothing was to be brought."
        : `${counted(policies.length, "policy", "policies")} that ${policies.length === 1 ? "names" : "name"} it ${policies.length === 1 ? "holds" : "hold"} there.`;
    return { type, status: "True", reason: policies.length === 0 ? "NoneNamesIt" : "Synced", message };
  }
  const more = others.length > 0 ? ` ${others.length} more wait.` : "";
  const message = `${first.name}: ${asSentence(first.message)}${more}`;
  const reason = missing.some(({ pending }) => pending) ? "Pending" : "NotSynced";
  return { type, status: "False", reason, message, settling: true };
}
