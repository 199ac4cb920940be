import { ANNOTATION } from "#server/domain/job/annotations.ts";
import type { Decision } from "#server/domain/job/decision.ts";
import { annotationsOf } from "#server/domain/job/facts.ts";
import { isWaitReason } from "#server/domain/job/record.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import type { Recorder } from "./journal.ts";

export interface MemoryRecorder extends Recorder {
  /** What a replica that led before had decided, as far as the Job itself tells. */
  learn(job: Job): void;
  /** Another has led meanwhile. */
  clear(): void;
}

/** For an agent that keeps nothing but what stands in its cluster: the Jobs are its journal. */
export function createMemoryRecorder(): MemoryRecorder {
  const last = new Map<string, { decision: Decision; released: boolean; dryRun?: boolean }>();
  return {
    record: ({ jobUid, decision, released, wouldHave }) => {
      if (jobUid !== "") last.set(jobUid, { decision, released, dryRun: wouldHave !== undefined });
    },
    previousOf(jobUid) {
      const known = last.get(jobUid);
      return known?.dryRun ? undefined : known?.decision;
    },
    wasDryRun: (jobUid) => last.get(jobUid)?.dryRun === true,
    wasReleased: (jobUid) => last.get(jobUid)?.released === true,
    forget: (jobUid) => void last.delete(jobUid),
    clear: () => last.clear(),
    learn(job) {
      const { uid = "" } = job.metadata;
      const told = toldBy(job);
      if (told && !last.has(uid)) last.set(uid, told);
    },
  };
}

/** A copy brings the outputs of its original: one that is suspended and was never changed since was never let go by us. */
const wasBornSuspended = ({ spec, metadata }: Job): boolean =>
  spec.suspend === true && metadata.generation === 1;

/** The plan of a held Job is kept; that one was let go is never undone. */
function toldBy(job: Job): { decision: Decision; released: boolean } | undefined {
  const {
    [ANNOTATION.state]: state,
    [ANNOTATION.reason]: reason,
    [ANNOTATION.releaseAt]: at,
  } = annotationsOf(job);
  if (state === "released" || state === "admitted") {
    if (wasBornSuspended(job)) return undefined;
    return { decision: { kind: "run-now", reason: "WindowOpen" }, released: true };
  }
  const until = new Date(at ?? "");
  if (state !== "held" || !isWaitReason(reason) || Number.isNaN(+until)) return undefined;
  return { decision: { kind: "wait", reason, until, savingPercent: 0 }, released: false };
}
