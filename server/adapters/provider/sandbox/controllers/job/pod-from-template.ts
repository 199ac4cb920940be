import { ranMsOf } from "#server/domain/job/facts.ts";
import type { Job, PodSpec } from "#server/domain/kubernetes.ts";
import { TRACKING_FINALIZER, type RunningPod } from "../objects.ts";
import { RUN_DELAY, RUN_JITTER } from "../pod/plan-pod.ts";
import { goDuration } from "../runtime/timestamp.ts";
import { INDEX_ANNOTATION } from "./pods-of-job.ts";

const LONGEST_PREFIX = 58; // five random characters follow

/** The pod that a Job makes; `index` is -1 for a Job without indexes. */
export function podFromTemplate(job: Job, index: number): RunningPod {
  const { name, namespace, uid = "" } = job.metadata;
  const { metadata, spec } = structuredClone(job.spec.template);
  const suffix = index < 0 ? "-" : `-${index}-`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "", // the API makes one
      generateName: `${name.slice(0, LONGEST_PREFIX - suffix.length)}${suffix}`,
      namespace,
      labels: {
        ...metadata?.labels,
        "batch.kubernetes.io/controller-uid": uid,
        "batch.kubernetes.io/job-name": name,
        "controller-uid": uid,
        "job-name": name,
        ...(index >= 0 && { [INDEX_ANNOTATION]: String(index) }),
      },
      annotations: {
        ...metadata?.annotations,
        ...restOfRun(job),
        ...(index >= 0 && { [INDEX_ANNOTATION]: String(index) }),
      },
      finalizers: [TRACKING_FINALIZER],
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "Job", name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: index < 0 ? spec : withIndex(spec, `${name}-${index}`),
  };
}

/**
 * A Job that Karbonetes suspended between two windows goes on from what it saved, as a checkpointing one does: its new pod runs for
 * what is left. Where pods follow one another, what was done are the pods that have ended.
 */
function restOfRun(job: Job): Record<string, string> {
  const ranMs = ranMsOf(job);
  const { parallelism = 1, completions = parallelism, template } = job.spec;
  if (ranMs === 0 || completions > parallelism) return {};
  const rest = (key: string) => {
    const wholeMs = goDuration(template.metadata?.annotations?.[key]);
    return wholeMs === undefined ? {} : { [key]: `${Math.max(0, wholeMs - ranMs) / 1_000}s` };
  };
  return { ...rest(RUN_DELAY), ...rest(RUN_JITTER) };
}

function withIndex(spec: PodSpec, hostname: string): PodSpec {
  const variable = {
    name: "JOB_COMPLETION_INDEX",
    valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: `metadata.labels['${INDEX_ANNOTATION}']` } },
  };
  const containers = spec.containers.map((container) => {
    const env = Array.isArray(container["env"]) ? (container["env"] as unknown[]) : [];
    return { ...container, env: [...env, variable] };
  });
  return { ...spec, hostname, containers };
}
