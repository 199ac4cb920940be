import type { CarriedPolicy } from "#server/domain/cluster/cluster-api/bootstrap/policies.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import type { ClusterLabels } from "#server/domain/cluster/labels.ts";
import type { ClusterSpec, ProviderName } from "#server/domain/cluster/spec.ts";
import type { StepHistories } from "#server/domain/cluster/step-history.ts";
import type { StepEvent } from "#server/domain/cluster/view.ts";
import { writeAudit, type Audit } from "./audit.ts";
import type { Db } from "./client.ts";
import type { ClusterStep } from "./generated/client.ts";
import { conditionsOf, eventOf, rowOf, toJson } from "./cluster-row.ts";
import { keepDuration, stepHistories } from "./step-duration.ts";

export interface NewCluster {
  id: string;
  name: string;
  provider: ProviderName;
  zone: string;
  spec: ClusterSpec;
  createdBy: string;
  secrets: { name: string; sealed: Uint8Array<ArrayBuffer> }[];
}
export type NewStepEvent = Omit<StepEvent, "id">;
type Status = Partial<Pick<ClusterRow, "conditions" | "observed" | "observedGeneration">>;

const MOST_EVENTS = 300;
const NEWEST_EVENTS = 20;

export function createClusterRepo(db: Db) {
  return {
    async list(): Promise<ClusterRow[]> {
      return (await db.cluster.findMany({ orderBy: { name: "asc" } })).map(rowOf);
    },
    async find(id: string): Promise<ClusterRow | undefined> {
      const row = await db.cluster.findUnique({ where: { id } });
      return row ? rowOf(row) : undefined;
    },
    async findByName(name: string): Promise<ClusterRow | undefined> {
      const row = await db.cluster.findUnique({ where: { name } });
      return row ? rowOf(row) : undefined;
    },

    /** False when the name is taken, also by a cluster that is being deleted. */
    async create({ secrets, ...cluster }: NewCluster, audit: Audit): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const made = await tx.cluster.createMany({
          data: [{ ...cluster, createdAt: audit.at }],
          skipDuplicates: true,
        });
        if (made.count === 0) return false;
        for (const { name, sealed } of secrets) {
          await tx.clusterSecret.create({ data: { clusterId: cluster.id, name, ciphertext: sealed } });
        }
        await writeAudit(tx, cluster.name, audit);
        return true;
      });
    },

    /** False when someone else changed it since `generation`. */
    async saveSpec(row: ClusterRow, spec: ClusterSpec, audit: Audit): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.cluster.updateMany({
          where: { id: row.id, generation: row.generation, deletionRequestedAt: null },
          data: { spec, generation: { increment: 1 } },
        });
        if (count > 0) await writeAudit(tx, row.name, audit);
        return count > 0;
      });
    },

    /** The wish is stated once; asking again changes nothing. */
    async requestDeletion(row: ClusterRow, audit: Audit): Promise<void> {
      await db.$transaction(async (tx) => {
        const { count } = await tx.cluster.updateMany({
          where: { id: row.id, deletionRequestedAt: null },
          data: { deletionRequestedAt: audit.at },
        });
        if (count > 0) await writeAudit(tx, row.name, audit);
      });
    },

    async abandonSteps(row: ClusterRow, steps: string[], audit: Audit): Promise<void> {
      await db.$transaction(async (tx) => {
        await tx.cluster.update({ where: { id: row.id }, data: { abandonedSteps: { push: steps } } });
        await writeAudit(tx, row.name, audit);
      });
    },

    async setCarbonPaused(row: ClusterRow, carbonPaused: boolean, audit: Audit): Promise<void> {
      await db.$transaction(async (tx) => {
        await tx.cluster.update({ where: { id: row.id }, data: { carbonPaused } });
        await writeAudit(tx, row.name, audit);
      });
    },

    async setLabels(row: ClusterRow, labels: ClusterLabels, audit: Audit): Promise<void> {
      await db.$transaction(async (tx) => {
        await tx.cluster.update({ where: { id: row.id }, data: { labels } });
        await writeAudit(tx, row.name, audit);
      });
    },

    async setCarbonDryRun(row: ClusterRow, carbonDryRun: boolean, audit: Audit): Promise<void> {
      await db.$transaction(async (tx) => {
        await tx.cluster.update({ where: { id: row.id }, data: { carbonDryRun } });
        await writeAudit(tx, row.name, audit);
      });
    },

    /** From now on it may be written into. False when somebody else agreed first, or it is on its way out. */
    async setReviewed(row: ClusterRow, by: string, audit: Audit): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.cluster.updateMany({
          where: { id: row.id, reviewedAt: null, deletionRequestedAt: null },
          data: { reviewedAt: audit.at, reviewedBy: by },
        });
        if (count > 0) await writeAudit(tx, row.name, audit);
        return count > 0;
      });
    },

    /** Changes what the loop writes, on the newest row: a person's wish beside it is never overwritten. */
    async updateStatus(id: string, change: (row: ClusterRow) => Status): Promise<ClusterRow | undefined> {
      return db.$transaction(async (tx) => {
        await tx.$queryRaw`select 1 as locked from cluster where id = ${id} for update`;
        const row = await tx.cluster.findUnique({ where: { id } });
        if (!row) return undefined;
        const { conditions, observed, observedGeneration } = change(rowOf(row));
        const changed = await tx.cluster.update({
          where: { id },
          data: {
            observedGeneration,
            conditions: conditions && toJson(conditions),
            observed: observed ? toJson(observed) : undefined,
          },
        });
        return rowOf(changed);
      });
    },

    /** The end: with its steps, secrets and roll-outs; policies forget it, decisions stay for the ledger. */
    async remove(row: ClusterRow, audit: Audit): Promise<void> {
      await db.$transaction(async (tx) => {
        await tx.$executeRaw`
          update policy set cluster_ids = array_remove(cluster_ids, ${row.id}) where ${row.id} = any(cluster_ids)`;
        const { count } = await tx.cluster.deleteMany({ where: { id: row.id } });
        if (count > 0) await writeAudit(tx, row.name, audit);
      });
    },

    async appendStep(clusterId: string, event: NewStepEvent): Promise<void> {
      const { id } = await db.clusterStep.create({ data: { clusterId, ...event } });
      if (event.event === "succeeded") await keepDuration(db, id);
    },

    /** Events of steps alone: every success, and the newest of the rest: a step that failed for a week must not make a page slow. In order. */
    async steps(clusterId: string): Promise<StepEvent[]> {
      const [succeeded, others] = await Promise.all([
        db.clusterStep.findMany({
          where: { clusterId, event: "succeeded" },
          orderBy: { id: "desc" },
          take: MOST_EVENTS,
        }),
        db.clusterStep.findMany({
          where: { clusterId, event: { notIn: ["succeeded", "condition"] } },
          orderBy: { id: "desc" },
          take: MOST_EVENTS,
        }),
      ]);
      return [...succeeded, ...others].map(eventOf).toSorted((a, b) => a.id - b.id);
    },

    /** Of every cluster, in one question: the newest of each kind, which is more than its newest run. In order. */
    async newestSteps(): Promise<Map<string, StepEvent[]>> {
      const rows = await db.$queryRaw<ClusterStep[]>`
        select id, cluster_id as "clusterId", at, operation, step, attempt, event, message, code from (
          select *, row_number() over (partition by cluster_id, event = 'succeeded' order by id desc) as place
          from cluster_step where event <> 'condition') numbered
        where place <= ${NEWEST_EVENTS} order by id`;
      const steps = new Map<string, StepEvent[]>();
      for (const row of rows) {
        const known = steps.get(row.clusterId) ?? [];
        known.push(eventOf(row));
        steps.set(row.clusterId, known);
      }
      return steps;
    },

    /** How long each step took, for each species of cluster. */
    history: (): Promise<StepHistories> => stepHistories(db),

    /** Grid zones in the order they were added: the first is the one to suggest. */
    zones: (): Promise<{ zone: string; name: string }[]> =>
      db.carbonZone.findMany({
        select: { zone: true, name: true },
        orderBy: [{ createdAt: "asc" }, { zone: "asc" }],
      }),

    /** Names of the policies that list each cluster, by its id. */
    async policyNames(): Promise<Map<string, string[]>> {
      const policies = await db.policy.findMany({
        where: { deletionRequestedAt: null },
        select: { name: true, clusterIds: true },
        orderBy: { name: "asc" },
      });
      const names = new Map<string, string[]>();
      for (const { name, clusterIds } of policies) {
        for (const id of clusterIds) names.set(id, [...(names.get(id) ?? []), name]);
      }
      return names;
    },

    /** Policies on their way to a cluster, each with what its roll-out last said. */
    async pendingPolicies(clusterId: string): Promise<{ id: string; name: string; message: string }[]> {
      const policies = await db.policy.findMany({
        where: { clusterIds: { has: clusterId }, deletionRequestedAt: null },
        select: { id: true, name: true, generation: true, rollouts: { where: { clusterId } } },
        orderBy: { name: "asc" },
      });
      return policies.flatMap(({ id, name, generation, rollouts }) => {
        const message = pendingMessage(rollouts[0]?.conditions, generation);
        return message === undefined ? [] : [{ id, name, message }];
      });
    },

    /** Every policy that names the cluster, as its roll-out left it there. */
    async carriedPolicies(clusterId: string): Promise<CarriedPolicy[]> {
      const policies = await db.policy.findMany({
        where: { clusterIds: { has: clusterId }, deletionRequestedAt: null },
        select: { name: true, generation: true, rollouts: { where: { clusterId } } },
        orderBy: { name: "asc" },
      });
      return policies.map(({ name, generation, rollouts }) => {
        const conditions = conditionsOf(rollouts[0]?.conditions);
        const pending = pendingMessage(conditions, generation);
        const synced = conditions.find(({ type }) => type === "Synced");
        return {
          name,
          synced: pending === undefined && synced?.status === "True",
          pending: pending !== undefined,
          message: pending ?? synced?.message ?? "",
        };
      });
    },

    async saveSecret(clusterId: string, name: string, sealed: Uint8Array<ArrayBuffer>): Promise<void> {
      await db.clusterSecret.upsert({
        where: { clusterId_name: { clusterId, name } },
        create: { clusterId, name, ciphertext: sealed },
        update: { ciphertext: sealed },
      });
    },
    /** Another in place of the one that is kept. False when the cluster is gone. */
    async replaceSecret(
      { id, name }: Pick<ClusterRow, "id" | "name">,
      secret: NewCluster["secrets"][number],
      audit: Audit,
    ): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const [row] = await tx.$queryRaw<unknown[]>`select 1 from cluster where id = ${id} for update`;
        if (!row) return false;
        const key = { clusterId: id, name: secret.name };
        const ciphertext = secret.sealed;
        await tx.clusterSecret.upsert({
          where: { clusterId_name: key },
          create: { ...key, ciphertext },
          update: { ciphertext },
        });
        await writeAudit(tx, name, audit);
        return true;
      });
    },
    async findSecret(clusterId: string, name: string): Promise<Uint8Array | undefined> {
      const row = await db.clusterSecret.findUnique({ where: { clusterId_name: { clusterId, name } } });
      return row?.ciphertext;
    },
    async removeSecrets(clusterId: string): Promise<void> {
      await db.clusterSecret.deleteMany({ where: { clusterId } });
    },
    async anySecret(): Promise<{ clusterId: string; name: string; sealed: Uint8Array } | undefined> {
      const row = await db.clusterSecret.findFirst({ orderBy: [{ clusterId: "asc" }, { name: "asc" }] });
      return row ? { clusterId: row.clusterId, name: row.name, sealed: row.ciphertext } : undefined;
    },
  };
}
export type ClusterRepo = ReturnType<typeof createClusterRepo>;

/** Undefined once the roll-out has reached the cluster; what it found there is told with the policy. */
function pendingMessage(conditions: unknown, generation: number): string | undefined {
  const synced = conditionsOf(conditions).find((condition) => condition.type === "Synced");
  if (synced && NOT_REACHED.includes(synced.reason)) return synced.message;
  return synced && synced.observedGeneration >= generation ? undefined : "It is on its way.";
}

const NOT_REACHED = ["NotReady", "Unreachable"];
