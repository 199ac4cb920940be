import type { Recorder } from "#server/adapters/decision/journal.ts";
import { createMemoryRecorder } from "#server/adapters/decision/memory.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";

export interface TraceRecorder extends Recorder {
  /** All that the agent wrote down of Jobs that came to be, in order. */
  readonly records: readonly DecisionRecord[];
  /** The record that let this Job go, and when in real time it was written. */
  releaseOf(jobUid: string): { record: DecisionRecord; writtenAtMs: number } | undefined;
  /** The newest record of a Job. */
  lastOf(jobUid: string): DecisionRecord | undefined;
  /** When the loop last looked at a Job, ms by the clock of the trace. */
  lookedAtMs(jobUid: string): number;
}

/** The agent's own record of its decisions; and the loop asks it for the last one at every look, so it knows of each. */
export function createTraceRecorder(clock: Clock): TraceRecorder {
  const memory = createMemoryRecorder();
  const records: DecisionRecord[] = [];
  const releases = new Map<string, { record: DecisionRecord; writtenAtMs: number }>();
  const newest = new Map<string, DecisionRecord>();
  const looks = new Map<string, number>();
  return {
    ...memory,
    records,
    record(record) {
      memory.record(record);
      const { jobUid, released } = record;
      if (jobUid === "") return; // at admission, before it has come to be; adopted with its uid afterwards
      records.push(record);
      newest.set(jobUid, record);
      if (released && !releases.has(jobUid)) releases.set(jobUid, { record, writtenAtMs: Date.now() });
    },
    previousOf(jobUid) {
      looks.set(jobUid, +clock.now());
      return memory.previousOf(jobUid);
    },
    lastOf: (jobUid) => newest.get(jobUid),
    releaseOf: (jobUid) => releases.get(jobUid),
    lookedAtMs: (jobUid) => looks.get(jobUid) ?? -Infinity,
  };
}
