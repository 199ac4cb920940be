import { Role } from "#server/domain/actor.ts";
import { AccessExtent, type AccessRow } from "#server/domain/cluster/access.ts";
import { writeAudit, type Audit } from "./audit.ts";
import type { Db } from "./client.ts";
import type { ClusterAccess } from "./generated/client.ts";

export type NewAccess = Omit<AccessRow, "id" | "problem">;

export function createAccessRepo(db: Db) {
  return {
    async list(clusterId: string): Promise<AccessRow[]> {
      const rows = await db.clusterAccess.findMany({
        where: { clusterId },
        orderBy: [{ givenAt: "desc" }, { account: "asc" }],
      });
      return rows.map(rowOf);
    },
    async find(id: string): Promise<AccessRow | undefined> {
      const row = await db.clusterAccess.findUnique({ where: { id } });
      return row ? rowOf(row) : undefined;
    },
    /** What the people of these accesses may do now; who is gone is not in it. */
    async roles(personIds: readonly string[]): Promise<Map<string, Role>> {
      const people = await db.user.findMany({
        where: { id: { in: [...personIds] } },
        select: { id: true, role: true },
      });
      return new Map(people.map(({ id, role }) => [id, Role.parse(role)]));
    },

    /** Said before anything is written into the cluster, so that nothing of it is ever unknown. `isNew`: there was none of its name. */
    reserve: (access: NewAccess): Promise<{ id: string; isNew: boolean }> =>
      db.$transaction(async (tx) => {
        const { count } = await tx.clusterAccess.createMany({ data: [access], skipDuplicates: true });
        const { clusterId, account } = access;
        const { id } = await tx.clusterAccess.findUniqueOrThrow({
          where: { clusterId_account: { clusterId, account } },
        });
        return { id, isNew: count > 0 };
      }),

    /** The end of the newest token, where it is the last to end. False when the access was ended meanwhile. */
    async confirm(id: string, until: Date, isNew: boolean, cluster: string, audit: Audit): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const [locked] = await tx.$queryRaw<{ until: Date }[]>`
          select until from cluster_access where id = ${id} for update`;
        if (!locked) return false;
        const last = isNew || until > locked.until ? until : locked.until;
        await tx.clusterAccess.update({
          where: { id },
          data: { until: last, givenAt: audit.at, problem: null },
        });
        await writeAudit(tx, cluster, audit);
        return true;
      });
    },

    /** It could not be ended, and why. */
    async setProblem(id: string, problem: string): Promise<void> {
      await db.clusterAccess.updateMany({ where: { id }, data: { problem } });
    },

    /** Its account is gone from the cluster. */
    async remove(id: string, cluster: string, audit: Audit | undefined): Promise<void> {
      await db.$transaction(async (tx) => {
        const { count } = await tx.clusterAccess.deleteMany({ where: { id } });
        if (count > 0 && audit) await writeAudit(tx, cluster, audit);
      });
    },
  };
}
export type AccessRepo = ReturnType<typeof createAccessRepo>;

const rowOf = (row: ClusterAccess): AccessRow => ({ ...row, extent: AccessExtent.parse(row.extent) });
