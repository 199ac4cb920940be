import type { DecideInput, DecisionReason } from "#server/domain/job/decision.ts";
import {
  decodeDecideInput,
  decodeDecision,
  encodeDecideInput,
  type DecisionRecord,
} from "#server/domain/job/record.ts";
import { foundBy } from "#server/domain/job/rule.ts";
import type { Turn } from "#server/domain/job/stretches.ts";
import type { ClusterSavings } from "#server/domain/cluster/savings.ts";
import type { DryRunSums } from "#server/domain/policy/dry-run-view.ts";
import type { Db } from "./client.ts";
import { toJson } from "./cluster-row.ts";
import { sumDryRuns, type DryRunScope } from "./dry-run.ts";
import { sumSavings, type SavingsScope } from "./savings.ts";

export interface StoredDecision {
  at: Date;
  reason: DecisionReason;
  until: Date | null;
  savingPercent: number | null;
  limitGramsPerKwh: number | null;
  released: boolean;
  /** It was not acted on. */
  dryRun: boolean;
}
/** Where in the fleet one Job is. `submittedAt` tells it from an earlier one of its name. */
export interface JobIdentity {
  clusterId: string;
  uid: string;
  namespace: string;
  name: string;
  submittedAt: Date;
}

const MOST_OF_ONE_JOB = 50;
const ADMISSION_MS = 5_000; // a decision at admission is a moment older than the Job

export function createDecisionRepo(db: Db) {
  return {
    /** What is sent twice is stored once; a decision made at admission gets its Job's uid the second time. */
    async store(records: readonly DecisionRecord[]): Promise<void> {
      await db.$transaction(
        records.map((record) => {
          const { id, decision, input, clusterId, jobUid, namespace, name, released, wouldHave, watts } =
            record;
          const data = {
            clusterId,
            jobUid,
            namespace,
            name,
            at: input.now,
            kind: decision.kind,
            reason: decision.reason,
            until: decision.kind === "wait" ? decision.until : null,
            ...foundBy(decision),
            released,
            policy: input.policy.source,
            dryRun: wouldHave !== undefined,
            gramsNow: wouldHave?.gramsNow,
            gramsPlanned: wouldHave?.gramsPlanned,
            watts,
            input: toJson(encodeDecideInput(input)),
          };
          return db.decision.upsert({
            where: { id },
            create: { id, ...data },
            update: { jobUid, namespace, name },
          });
        }),
      );
    },

    /** Every decision on one Job, newest first. */
    async ofJob({ clusterId, uid, namespace, name, submittedAt }: JobIdentity): Promise<StoredDecision[]> {
      const rows = await db.decision.findMany({
        where: {
          clusterId,
          OR: [
            { jobUid: uid },
            { jobUid: "", namespace, name, at: { gte: new Date(+submittedAt - ADMISSION_MS) } },
          ],
        },
        orderBy: [{ at: "desc" }, { id: "desc" }],
        take: MOST_OF_ONE_JOB,
        select: SHOWN,
      });
      return rows.map(storedOf);
    },

    /** What the first decision on a Job was made from that was acted on: what was expected of it then. */
    async firstInputOf({ clusterId, uid }: JobIdentity): Promise<DecideInput | undefined> {
      const row = await db.decision.findFirst({
        where: { clusterId, jobUid: uid, dryRun: false },
        orderBy: { at: "asc" },
        select: { input: true },
      });
      return row ? decodeDecideInput(row.input) : undefined;
    },

    /** The decision that let each of these Jobs run, by uid. */
    async releasesOf(clusterId: string, uids: readonly string[]): Promise<Map<string, StoredDecision>> {
      const rows = await db.decision.findMany({
        where: { clusterId, jobUid: { in: [...uids] }, released: true },
        orderBy: { at: "asc" },
        select: { ...SHOWN, jobUid: true },
      });
      return new Map(rows.map((row) => [row.jobUid, storedOf(row)]));
    },

    /** Every decision on each of these Jobs, by uid, oldest first: when it was let go and when it was to wait again. */
    async turnsOf(clusterId: string, uids: readonly string[]): Promise<Map<string, Turn[]>> {
      const rows = await db.decision.findMany({
        where: { clusterId, jobUid: { in: [...uids] } },
        orderBy: { at: "asc" },
        select: { at: true, released: true, jobUid: true },
      });
      const turns = new Map(uids.map((uid): [string, Turn[]] => [uid, []]));
      for (const { jobUid, ...turn } of rows) turns.get(jobUid)?.push(turn);
      return turns;
    },

    /** What releases saved, for each cluster. */
    savings: (scope: SavingsScope): Promise<ClusterSavings[]> => sumSavings(db, scope),

    dryRunSums: (scope: DryRunScope): Promise<DryRunSums> => sumDryRuns(db, scope),

    /** Which decisions released Jobs in these clusters, in order. */
    releasesBetween: (
      clusterIds: readonly string[],
      from: Date,
      to: Date,
    ): Promise<{ at: Date; clusterId: string }[]> =>
      db.decision.findMany({
        where: { clusterId: { in: [...clusterIds] }, released: true, at: { gte: from, lt: to } },
        orderBy: { at: "asc" },
        select: { at: true, clusterId: true },
      }),
  };
}
export type DecisionRepo = ReturnType<typeof createDecisionRepo>;

const SHOWN = {
  at: true,
  kind: true,
  reason: true,
  until: true,
  savingPercent: true,
  limitGramsPerKwh: true,
  released: true,
  dryRun: true,
} as const;

function storedOf(row: {
  at: Date;
  kind: string;
  reason: string;
  until: Date | null;
  savingPercent: number | null;
  limitGramsPerKwh: number | null;
  released: boolean;
  dryRun: boolean;
}): StoredDecision {
  const { kind, reason, until, savingPercent, limitGramsPerKwh } = row;
  const decision = decodeDecision({
    kind,
    reason,
    ...(until && { until: until.toISOString() }),
    ...(savingPercent !== null && { savingPercent }),
  });
  return {
    at: row.at,
    reason: decision.reason,
    until,
    savingPercent,
    limitGramsPerKwh,
    released: row.released,
    dryRun: row.dryRun,
  };
}
