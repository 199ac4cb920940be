import { randomUUID } from "node:crypto";
import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import { jobKeyOf } from "#server/domain/job/stand-in.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import type { Recorder } from "./journal.ts";

interface Pending {
  id: string;
  job: Job;
  decision: Decision;
  input: DecideInput;
}
export interface Admissions {
  /** A decision at admission, when the Job has no uid, and with generateName no name, yet. */
  take(admitted: Omit<Pending, "id">): void;
  /** The Job has come to be: its admission gets its uid. False when none is remembered. */
  adopt(job: Job): boolean;
}

const MOST = 10_000; // a Job that another webhook refused is never adopted

/** Decisions made at admission, kept until the watch shows the Job they were made for. */
export function createAdmissions(clusterId: string, recorder: Recorder): Admissions {
  const pending = new Map<string, Pending[]>();

  function write({ id, job, decision, input }: Pending): void {
    recorder.record({
      id,
      clusterId,
      jobUid: job.metadata.uid ?? "",
      namespace: job.metadata.namespace ?? "default",
      name: job.metadata.name || `${job.metadata.generateName ?? ""}?`,
      decision,
      released: decision.kind !== "wait",
      input,
    });
  }

  return {
    take(admitted) {
      const one = { ...admitted, id: randomUUID() };
      write(one);
      const key = keyOf(one.job);
      pending.set(key, [...(pending.get(key) ?? []), one]);
      if (pending.size <= MOST) return;
      const [oldest] = pending.keys();
      if (oldest !== undefined) pending.delete(oldest);
    },
    adopt(job) {
      for (const key of [keyOf(job), generatedKeyOf(job)]) {
        const [first, ...rest] = (key && pending.get(key)) || [];
        if (!key || !first) continue;
        if (rest.length > 0) pending.set(key, rest);
        else pending.delete(key);
        write({ ...first, job });
        return true;
      }
      return false;
    },
  };
}

const keyOf = (job: Job): string =>
  job.metadata.name ? jobKeyOf(job) : named(job, `${job.metadata.generateName ?? ""}*`);

const generatedKeyOf = (job: Job): string | undefined =>
  job.metadata.generateName && named(job, `${job.metadata.generateName}*`);

const named = (job: Job, name: string): string => jobKeyOf({ ...job, metadata: { ...job.metadata, name } });
