import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { timestamp } from "../runtime/timestamp.ts";

export interface CronJob extends KubeObject {
  spec: {
    schedule: string;
    timeZone?: string;
    concurrencyPolicy?: "Allow" | "Forbid" | "Replace";
    startingDeadlineSeconds?: number;
    suspend?: boolean;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    jobTemplate: {
      metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
      spec: Job["spec"];
    };
  };
  status?: { active?: ActiveJob[]; lastScheduleTime?: string; lastSuccessfulTime?: string };
}
export interface ActiveJob {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  uid?: string;
  resourceVersion?: string;
}

/** One name an instant: a restart between the creation and the status makes none twice. */
export const jobNameAt = ({ metadata }: CronJob, due: Date): string =>
  `${metadata.name}-${Math.floor(+due / 60_000)}`;

export function jobFromTemplate(cronJob: CronJob, due: Date): Job {
  const { metadata, spec } = structuredClone(cronJob.spec.jobTemplate);
  const { name, namespace, uid = "" } = cronJob.metadata;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: jobNameAt(cronJob, due),
      namespace,
      labels: metadata?.labels ?? {},
      annotations: {
        ...metadata?.annotations,
        "batch.kubernetes.io/cronjob-scheduled-timestamp": timestamp(due),
      },
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "CronJob", name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec,
  };
}
