import type { AgentInstallation, PlannedChange } from "../agent/view.ts";

export interface ReviewField {
  /** "spec.replicas" */
  path: string;
  /** As YAML; null: not there. */
  from: string | null;
  to: string | null;
}

/** One object that would be written into a cluster, beside what stands there now. */
export interface ReviewObject {
  kind: string;
  /** "namespace/name", or a name alone. */
  name: string;
  change: PlannedChange;
  /** What would be applied. */
  yaml: string;
  /** Of a change: each field that turns, by the API server's own dry run. */
  fields: ReviewField[];
  /** Why the API server would refuse it. */
  refusal: string | null;
}

export interface Review {
  objects: ReviewObject[];
  /** What is written later, by whom, as sentences. */
  later: string[];
  /** The agent that is there already, whoever brought it. */
  installed: AgentInstallation | null;
  /** Stands for exactly these objects: what is written is what was looked at. */
  digest: string;
}

/** "9 objects would be created and 1 changed." */
export function reviewSentence(objects: readonly Pick<ReviewObject, "change" | "refusal">[]): string {
  const count = (change: PlannedChange) => objects.filter((object) => object.change === change).length;
  const refused = objects.filter(({ refusal }) => refusal !== null).length;
  const parts = [
    [count("create"), "created"],
    [count("change"), "changed"],
    [count("none"), "left as it is"],
  ].filter(([some]) => some !== 0);
  const said = parts.map(([some, done], at) => `${some}${at === 0 ? ` would be` : ""} ${done}`).join(", ");
  const refusal = refused > 0 ? ` The cluster would refuse ${refused} of them.` : "";
  return `Of ${objects.length} ${objects.length === 1 ? "object" : "objects"}, ${said}. Nothing is written yet.${refusal}`;
}

/** What an installed agent writes by itself: not now, and no list could name it. */
export const AGENT_WRITES: readonly string[] = [
  "The agent then writes to the Jobs that ask for carbon-awareness: it holds them, and releases them with the pool they prefer.",
  "It writes Events about them, what it decided as ConfigMaps of karbonetes-system, its own certificate and its Lease. It never writes to a Node.",
];
export const SCORES_FOLLOW = "The scores are written anew as the grid's readings come in, every few minutes.";
export const NO_AGENT =
  "Without an agent nothing there reads policies and scores, so none is written; both follow by themselves once it has one.";
