/** What stands in a cluster beside what would be applied. */
export type PlannedChange = "create" | "change" | "none";
export interface PlannedObject {
  kind: string;
  name: string;
  change: PlannedChange;
  /** The fields that would turn, such as "spec.replicas"; of a few only. */
  fields: string[];
}

export type ObjectOutcome = "created" | "changed" | "unchanged" | "removed" | "absent" | "refused";
export interface AppliedObject {
  kind: string;
  name: string;
  outcome: ObjectOutcome;
  /** What the cluster answered, where it refused. */
  why?: string;
}

/** Who brought the agent that is there: this console, Helm or a person by hand. Only ours is ours to change. */
export type AgentOwner = "console" | "helm" | "other";

export interface AgentInstallation {
  owner: AgentOwner;
  image: string;
  dryRun: boolean;
  replicas: number;
  readyReplicas: number;
}
export interface AgentPlan {
  installed: AgentInstallation | null;
  objects: PlannedObject[];
}

export const ownerOf = (managedBy: string | undefined): AgentOwner => {
  if (managedBy === "karbonetes") return "console";
  return managedBy === "Helm" ? "helm" : "other";
};

/** Why the console may not touch it; undefined where it may. */
export function refusalOf({ owner }: Pick<AgentInstallation, "owner">): string | undefined {
  switch (owner) {
    case "console":
      return undefined;
    case "helm":
      return "Helm installed the agent in this cluster. Upgrade it and remove it with Helm.";
    case "other":
      return "The agent in this cluster was installed by other means. Upgrade it and remove it by them.";
  }
}
