import type { Condition } from "#server/domain/conditions.ts";
import type { PolicyRow } from "#server/domain/policy/row.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { writeAudit, type Audit } from "./audit.ts";
import type { Db } from "./client.ts";
import { conditionsOf, toJson } from "./cluster-row.ts";
import type { Policy, PolicyRollout } from "./generated/client.ts";

export type PolicyWish = Pick<PolicyRow, "name" | "spec" | "clusterIds" | "namespaces">;

export function createPolicyRepo(db: Db) {
  const include = { rollouts: true } as const;

  return {
    async list(): Promise<PolicyRow[]> {
      return (await db.policy.findMany({ include, orderBy: { name: "asc" } })).map(rowOf);
    },
    find: async (id: string): Promise<PolicyRow | undefined> =>
      found(await db.policy.findUnique({ include, where: { id } })),
    findByName: async (name: string): Promise<PolicyRow | undefined> =>
      found(await db.policy.findUnique({ include, where: { name } })),

    /** Undefined when the name is taken. */
    async create(wish: PolicyWish, audit: Audit): Promise<PolicyRow | undefined> {
      return db.$transaction(async (tx) => {
        const [row] = await tx.policy.createManyAndReturn({
          data: [
            {
              ...wish,
              spec: toJson(wish.spec),
              updatedBy: audit.actor.name,
              createdAt: audit.at,
              updatedAt: audit.at,
            },
          ],
          skipDuplicates: true,
        });
        if (!row) return undefined;
        await writeAudit(tx, wish.name, audit);
        return rowOf({ ...row, rollouts: [] });
      });
    },

    /** Undefined when someone else changed it since `generation`, or it is being deleted. */
    async save(
      id: string,
      generation: number,
      wish: PolicyWish,
      audit: Audit,
    ): Promise<PolicyRow | undefined> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.policy.updateMany({
          where: { id, generation, deletionRequestedAt: null },
          data: {
            ...wish,
            spec: toJson(wish.spec),
            generation: { increment: 1 },
            updatedBy: audit.actor.name,
            updatedAt: audit.at,
          },
        });
        if (count === 0) return undefined;
        await writeAudit(tx, wish.name, audit);
        return rowOf(await tx.policy.findUniqueOrThrow({ include, where: { id } }));
      });
    },

    async requestDeletion({ id, name }: Pick<PolicyRow, "id" | "name">, audit: Audit): Promise<void> {
      await db.$transaction(async (tx) => {
        const { count } = await tx.policy.updateMany({
          where: { id, deletionRequestedAt: null },
          data: { deletionRequestedAt: audit.at },
        });
        if (count > 0) await writeAudit(tx, name, audit);
      });
    },

    /** How far it has come in one cluster. A policy that is gone meanwhile has no roll-out to save. */
    async saveRollout(
      policyId: string,
      clusterId: string,
      applied: string[],
      condition: Condition,
    ): Promise<void> {
      const data = {
        applied,
        conditions: toJson([condition]),
        observedGeneration: condition.observedGeneration,
      };
      await db.$transaction(async (tx) => {
        if ((await tx.policy.count({ where: { id: policyId } })) === 0) return;
        await tx.policyRollout.upsert({
          where: { policyId_clusterId: { policyId, clusterId } },
          create: { policyId, clusterId, ...data },
          update: data,
        });
      });
    },
    async dropRollout(policyId: string, clusterId: string): Promise<void> {
      await db.policyRollout.deleteMany({ where: { policyId, clusterId } });
    },
    /** Leaves what it put in a cluster there. */
    async forgetRollout(
      { id, name }: Pick<PolicyRow, "id" | "name">,
      clusterId: string,
      audit: Audit,
    ): Promise<void> {
      await db.$transaction(async (tx) => {
        await tx.policyRollout.deleteMany({ where: { policyId: id, clusterId } });
        await writeAudit(tx, name, audit);
      });
    },

    /** The end of a deleted policy, once no cluster has it any more. Says whether it is gone. */
    async removeIfTakenBack(id: string): Promise<boolean> {
      const { count } = await db.policy.deleteMany({
        where: { id, deletionRequestedAt: { not: null }, rollouts: { none: {} } },
      });
      return count > 0;
    },
  };
}
export type PolicyRepo = ReturnType<typeof createPolicyRepo>;

const found = (row: (Policy & { rollouts: PolicyRollout[] }) | null): PolicyRow | undefined =>
  row ? rowOf(row) : undefined;

const rowOf = ({ rollouts, ...row }: Policy & { rollouts: PolicyRollout[] }): PolicyRow => ({
  id: row.id,
  name: row.name,
  spec: CarbonPolicySpec.parse(row.spec),
  generation: row.generation,
  clusterIds: row.clusterIds,
  namespaces: row.namespaces,
  deletionRequestedAt: row.deletionRequestedAt,
  updatedBy: row.updatedBy,
  updatedAt: row.updatedAt,
  rollouts: rollouts.map(({ clusterId, applied, conditions }) => ({
    clusterId,
    applied,
    condition: conditionsOf(conditions).find((condition) => condition.type === "Synced") ?? null,
  })),
});
