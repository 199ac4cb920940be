import type { Job } from "../kubernetes.ts";
import { ANNOTATION, HELD_LABEL, type JobState, type OutputAnnotation } from "./annotations.ts";
import type { DecideInput, Decision } from "./decision.ts";
import { annotationsOf } from "./facts.ts";
import { placedTemplate, placementOf } from "./placement.ts";

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
const merge = (job: Job, metadata: object, spec?: object) => ({
  metadata: { resourceVersion: job.metadata.resourceVersion, ...metadata },
  ...(spec && { spec }),
});

export const annotatePatch = (job: Job, annotations: object) => merge(job, { annotations });

/** Between two windows: suspended again, and what it ran is noted in whole seconds. */
export const pausePatch = (job: Job, outputs: Outputs, ranMs: number) =>
  merge(
    job,
    { annotations: { ...outputs, [ANNOTATION.ran]: String(Math.floor(ranMs / 1_000)) } },
    { suspend: true },
  );

/** What a Job says that is let go. A person's word holds to its end: an interruptible Job is not suspended again. */
export const releasedOutputs = (decision: Decision, input: DecideInput) => ({
  ...outputsOf(decision, input, "released"),
  ...(decision.reason === "RunNowRequested" &&
    input.policy.strategy === "interruptible" && { [ANNOTATION.interruptible]: "false" }),
});

export const holdPatch = (job: Job, outputs: Outputs) =>
  merge(job, { annotations: outputs, labels: { [HELD_LABEL]: "true" } }, { suspend: true });

/** Where its pods go and that they may: one patch, since the template may be written only while suspended. */
export function releasePatch(job: Job, decision: Decision, input: DecideInput) {
  const template = placedTemplate(job, placementOf(decision, input.policy));
  return merge(
    job,
    { annotations: releasedOutputs(decision, input), labels: { [HELD_LABEL]: "true" } },
    {
      suspend: false,
      template: {
        metadata: { annotations: template.metadata?.annotations },
        spec: { tolerations: template.spec.tolerations, affinity: template.spec.affinity },
      },
    },
  );
}

/** For a Job whose template may not be written any more: it has run before, or time wins over place. */
export const unsuspendPatch = (job: Job, decision: Decision, input: DecideInput) =>
  merge(
    job,
    { annotations: releasedOutputs(decision, input), labels: { [HELD_LABEL]: "true" } },
    { suspend: false },
  );

export interface JsonPatchOperation {
  op: "add";
  path: string;
  value: unknown;
}

/** What the webhook answers: the Job is held, or marked and placed. What a copied Job brought of our outputs goes. */
export function admissionPatch(job: Job, decision: Decision, input: DecideInput): JsonPatchOperation[] {
  const waits = decision.kind === "wait";
  const outputs = outputsOf(decision, input, waits ? "held" : "admitted");
  const kept = Object.entries({ ...annotationsOf(job), ...outputs }).filter(([, value]) => value !== null);
  const marks: JsonPatchOperation[] = [
    { op: "add", path: "/metadata/annotations", value: Object.fromEntries(kept) },
    { op: "add", path: "/metadata/labels", value: { ...job.metadata.labels, [HELD_LABEL]: "true" } },
  ];
  if (waits) return [...marks, { op: "add", path: "/spec/suspend", value: true }];
  const template = placedTemplate(job, placementOf(decision, input.policy));
  return [
    ...marks,
    ...(job.spec.suspend ? [{ op: "add" as const, path: "/spec/suspend", value: false }] : []),
    { op: "add", path: "/spec/template/metadata", value: template.metadata },
    { op: "add", path: "/spec/template/spec/tolerations", value: template.spec.tolerations },
    { op: "add", path: "/spec/template/spec/affinity", value: template.spec.affinity ?? {} },
  ];
}
