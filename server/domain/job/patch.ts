import type { Job } from "../kubernetes.ts";
import { ANNOTATION, HELD_LABEL, type JobState, type OutputAnnotation } from "./annotations.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { annotationsOf } from "./facts.ts";
import { mergePatchOf, type Edit, type Fields, type Path } from "./fields.ts";
import { placementOf } from "./placement.ts";
import { affinityAhead, createdEdits, placeEdits } from "./pod-places.ts";
import { kindOf, originOf } from "./suspendable-kinds.ts";
import { trainJobEdits } from "./train-job.ts";

/** The outputs on a Job: what the agent did, why, and when it starts at the latest. `null` takes a key off. */
export type Outputs = Record<OutputAnnotation, string | null>;

/** Whole seconds, as Kubernetes writes instants. */
export const instant = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, "Z");

export function outputsOf(decision: Decision, input: DecideInput, state: JobState): Outputs {
  const startsAt = decision.kind === "wait" ? decision.until : input.now;
  return {
    [ANNOTATION.state]: state,
    [ANNOTATION.reason]: decision.reason,
    [ANNOTATION.releaseAt]: state === "admitted" ? null : instant(startsAt),
    [ANNOTATION.latestStart]: instant(input.job.latestStart),
  };
}

/** Which of the outputs differ from what the Job carries; undefined when none does. */
export function changedOutputs(job: Job, outputs: Outputs): Partial<Outputs> | undefined {
  const present = annotationsOf(job);
  const changed = Object.entries(outputs).filter(([key, value]) => (present[key] ?? null) !== value);
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

/** Merge patches made from the Job just read: the resourceVersion makes a change in between a conflict, not a loss. */
const merge = (job: Job, metadata: object, edits: readonly Edit[] = []) => ({
  metadata: { resourceVersion: job.metadata.resourceVersion, ...metadata },
  ...(mergePatchOf(originOf(job), edits) as { spec?: object }),
});
const suspended = (job: Job, suspend: boolean): Edit => ({ path: kindOf(job).suspend, value: suspend });

export const annotatePatch = (job: Job, annotations: object) => merge(job, { annotations });

/** Between two windows: suspended again, and what it ran is noted in whole seconds. */
export const pausePatch = (job: Job, outputs: Outputs, ranMs: number) =>
  merge(job, { annotations: { ...outputs, [ANNOTATION.ran]: String(Math.floor(ranMs / 1_000)) } }, [
    suspended(job, true),
  ]);

/** What a Job says that is let go. A person's word holds to its end: an interruptible Job is not suspended again. */
export const releasedOutputs = (decision: Decision, input: DecideInput) => ({
  ...outputsOf(decision, input, "released"),
  ...(decision.reason === "RunNowRequested" &&
    input.policy.strategy === "interruptible" && { [ANNOTATION.interruptible]: "false" }),
});

export const holdPatch = (job: Job, outputs: Outputs) =>
  merge(job, { annotations: outputs, labels: { [HELD_LABEL]: "true" } }, [suspended(job, true)]);

/**
 * Where its pods go and that they may: one patch, since the template may be written only while suspended. `runtime` is what has the
 * pod templates of a kind that has none itself.
 */
export function releasePatch(job: Job, decision: Decision, input: DecideInput, runtime?: Fields) {
  const placement = placementOf(decision, input.policy);
  return merge(job, { annotations: releasedOutputs(decision, input), labels: { [HELD_LABEL]: "true" } }, [
    suspended(job, false),
    ...(kindOf(job).runtime ? trainJobEdits(job, runtime, placement) : placeEdits(job, placement)),
  ]);
}

/** For a Job whose template may not be written any more: it has run before, or time wins over place. */
export const unsuspendPatch = (job: Job, decision: Decision, input: DecideInput) =>
  merge(job, { annotations: releasedOutputs(decision, input), labels: { [HELD_LABEL]: "true" } }, [
    suspended(job, false),
  ]);

export interface JsonPatchOperation {
  op: "add";
  path: string;
  value: unknown;
}

const operation = ({ path, value }: { path: Path; value: unknown }): JsonPatchOperation => ({
  op: "add",
  path: `/${path.join("/")}`,
  value,
});

/**
 * The grid is good now, but its pod templates stand in another object, which no review may wait for: it is held, and the loop, which
 * may, lets it go with its place at once.
 */
export const isPlacedByLoop = (job: Job, { reason }: Decision): boolean =>
  kindOf(job).runtime === true && (reason === "WindowOpen" || reason === "UnderLimit");

/** What the webhook answers: the Job is held, or marked and placed. What a copied Job brought of our outputs goes. */
export function admissionPatch(job: Job, decision: Decision, input: DecideInput): JsonPatchOperation[] {
  const waits = decision.kind === "wait" || isPlacedByLoop(job, decision);
  const outputs = outputsOf(decision, input, waits ? "held" : "admitted");
  const kept = Object.entries({ ...annotationsOf(job), ...outputs }).filter(([, value]) => value !== null);
  const edits: Edit[] = [
    { path: ["metadata", "annotations"], value: Object.fromEntries(kept) },
    { path: ["metadata", "labels"], value: { ...job.metadata.labels, [HELD_LABEL]: "true" } },
  ];
  if (waits) edits.push(suspended(job, true), ...affinityAhead(job, input.policy.greenPool));
  else {
    if (job.spec.suspend) edits.push(suspended(job, false));
    edits.push(...createdEdits(job, placementOf(decision, input.policy)));
  }
  return edits.map(operation);
}
