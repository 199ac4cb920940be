import { writeAudit, type Audit } from "./audit.ts";
import type { Db } from "./client.ts";

/** A management cluster that a person connected, without its credentials. */
export interface ManagementRow {
  id: string;
  name: string;
  /** As it is called. */
  server: string;
  credentialsSetAt: Date;
  /** Of its namespace kube-system, by which it is known again; null until it has told. */
  clusterUid: string | null;
  createdBy: string;
}
export interface NewManagement {
  id: string;
  name: string;
  server: string;
  sealed: Uint8Array<ArrayBuffer>;
  createdBy: string;
}

/** Bound into what is sealed: a row copied to another management cluster does not open. */
export const managementOwner = (id: string) => ({
  clusterId: `management-cluster:${id}`,
  name: "kubeconfig",
});

const PUBLIC = {
  id: true,
  name: true,
  server: true,
  credentialsSetAt: true,
  clusterUid: true,
  createdBy: true,
} as const;

export function createManagementRepo(db: Db) {
  return {
    list: (): Promise<ManagementRow[]> =>
      db.managementCluster.findMany({ select: PUBLIC, orderBy: { name: "asc" } }),
    async find(id: string): Promise<ManagementRow | undefined> {
      return (await db.managementCluster.findUnique({ where: { id }, select: PUBLIC })) ?? undefined;
    },
    async findSealed(id: string): Promise<Uint8Array | undefined> {
      return (await db.managementCluster.findUnique({ where: { id }, select: { ciphertext: true } }))
        ?.ciphertext;
    },

    /** False when the name is taken. */
    async create({ sealed, ...management }: NewManagement, audit: Audit): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.managementCluster.createMany({
          data: [{ ...management, ciphertext: sealed, credentialsSetAt: audit.at, createdAt: audit.at }],
          skipDuplicates: true,
        });
        if (count > 0) await writeAudit(tx, management.name, audit);
        return count > 0;
      });
    },

    /** Others in place of what it had: also while clusters of it are being deleted. False when it is gone. */
    async replaceCredentials(
      { id, name }: Pick<ManagementRow, "id" | "name">,
      {
        server,
        sealed,
        clusterUid,
      }: Pick<NewManagement, "server" | "sealed"> & Pick<ManagementRow, "clusterUid">,
      audit: Audit,
    ): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.managementCluster.updateMany({
          where: { id },
          data: { server, ciphertext: sealed, clusterUid, credentialsSetAt: audit.at },
        });
        if (count > 0) await writeAudit(tx, name, audit);
        return count > 0;
      });
    },

    /** What it says it is, the first time; not where it got other credentials since `row` was read. */
    async learnUid({ id, credentialsSetAt }: ManagementRow, clusterUid: string): Promise<void> {
      const where = { id, credentialsSetAt, clusterUid: null };
      await db.managementCluster.updateMany({ where, data: { clusterUid } });
    },

    /** Names of the clusters that it makes. */
    async usedBy(id: string): Promise<string[]> {
      const rows = await db.cluster.findMany({
        where: { spec: { path: ["clusterApi", "managementId"], equals: id } },
        select: { name: true },
        orderBy: { name: "asc" },
      });
      return rows.map(({ name }) => name);
    },

    async remove({ id, name }: Pick<ManagementRow, "id" | "name">, audit: Audit): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.managementCluster.deleteMany({ where: { id } });
        if (count > 0) await writeAudit(tx, name, audit);
        return count > 0;
      });
    },

    async anySecret(): Promise<{ clusterId: string; name: string; sealed: Uint8Array } | undefined> {
      const row = await db.managementCluster.findFirst({ orderBy: { id: "asc" } });
      return row ? { ...managementOwner(row.id), sealed: row.ciphertext } : undefined;
    },
  };
}
export type ManagementRepo = ReturnType<typeof createManagementRepo>;
