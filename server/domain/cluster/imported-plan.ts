import type { PlannedStep } from "./provider.ts";
import { ACCEPTED, POLICIES, READY } from "./shared-steps.ts";
import type { StepEvent } from "./view.ts";

const REACH = "reach";

/** A cluster that was made elsewhere: looked at on the way in, and left as it was on the way out. */
export function importedPlan(kind: StepEvent["operation"]): readonly PlannedStep[] {
  switch (kind) {
    case "create":
      return [
        ACCEPTED,
        { name: REACH, title: "API server", detail: "answers at the confirmed address" },
        { name: "version", title: "Version", detail: "new enough to suspend Jobs" },
        { name: "permissions", title: "Permissions", detail: "what the credentials may do" },
        POLICIES,
        READY,
      ];
    case "scale":
      return [];
    case "delete":
      return [
        {
          name: "held-jobs",
          title: "Held Jobs",
          detail: "each starts, whatever the grid, and none is held any more",
          leaves: "the held Jobs, suspended",
          asksCluster: true,
        },
        {
          name: "installation",
          title: "Agent",
          detail: "what this console installed; what Helm installed is left to Helm",
          leaves: "the agent with its webhook and its rights",
          asksCluster: true,
        },
        {
          name: "policies",
          title: "Policies",
          detail: "ours, and the scores of their zones",
          leaves: "our policies and scores",
          asksCluster: true,
        },
        {
          name: "accesses",
          title: "Accesses",
          detail: "those that people were given: their tokens end at once",
          leaves: "the accesses that people were given, until each ends by itself",
          asksCluster: true,
        },
        {
          name: "kinds",
          title: "Kinds and namespace",
          detail: "those that came with us, unless somebody else uses them",
          leaves: "the kinds of carbon-aware.io and the namespace karbonetes-system",
          asksCluster: true,
        },
        {
          name: "credentials",
          title: "Credentials",
          detail: "the stored kubeconfig; the cluster itself stays",
          leaves: "the stored kubeconfig",
        },
      ];
  }
}

/** Without an answer at its first step nothing can have been put into it. */
export const hasAnswered = (events: readonly StepEvent[]): boolean =>
  events.some(({ step, event }) => step === REACH && event === "succeeded");
