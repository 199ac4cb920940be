import { counted } from "#charts/format.ts";
import {
  refusalOf,
  type AgentInstallation,
  type AppliedObject,
  type PlannedObject,
} from "#server/domain/agent/view.ts";

export function agentAside(installed: AgentInstallation | null): string {
  if (!installed) return "not installed";
  return installed.readyReplicas === 0 ? "not ready" : installed.dryRun ? "dry run" : "running";
}

export function agentSentence(installed: AgentInstallation | null): string {
  if (!installed)
    return "It has no agent, so every Job starts when it is submitted. One click installs it: what it would add is shown first.";
  const { image, replicas, readyReplicas, dryRun } = installed;
  const ready =
    readyReplicas === 0
      ? `None of its ${counted(replicas, "replica")} is ready yet`
      : `${readyReplicas} of ${counted(replicas, "replica")} ready`;
  const dry = dryRun ? " It is a dry run: it decides and records, and touches no Job." : "";
  const refusal = refusalOf(installed);
  return `${ready}, from ${image}.${dry}${refusal ? ` ${refusal}` : ""}`;
}

/** "13 objects would be created." */
export function planSentence(objects: readonly PlannedObject[]): string {
  const count = (change: PlannedObject["change"]) =>
    objects.filter((object) => object.change === change).length;
  const [created, changed] = [count("create"), count("change")];
  if (created + changed === 0) return "Nothing would change: all of it is there as it should be.";
  const parts = [
    created > 0 ? `${counted(created, "object")} would be created` : "",
    changed > 0 ? `${counted(changed, "object")} would change` : "",
  ].filter(Boolean);
  return `${parts.join(", ")}. Nothing is written yet.`;
}

export function outcomeSentence(objects: readonly AppliedObject[]): string {
  const refused = objects.filter(({ outcome }) => outcome === "refused").length;
  if (refused === 0) return "The cluster took all of it.";
  return `The cluster refused ${counted(refused, "object")}; the rest was taken.`;
}

export const CHANGE_WORDS: Record<PlannedObject["change"], string> = {
  create: "new",
  change: "changes",
  none: "stays",
};
