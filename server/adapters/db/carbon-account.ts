import { writeAudit, type Audit } from "./audit.ts";
import type { Db } from "./client.ts";

/** What keyed sources are asked with, without the key itself. */
export interface AccountRow {
  id: string;
  name: string;
  source: string;
  keySetAt: Date;
  /** Keys of the zones that use it. */
  usedBy: string[];
}
export interface NewAccount {
  id: string;
  name: string;
  source: string;
  sealed: Uint8Array<ArrayBuffer>;
}

/** Bound into what is sealed: a row copied to another account does not open. */
export const accountOwner = (id: string) => ({ clusterId: `carbon-account:${id}`, name: "secrets" });

const PUBLIC = {
  id: true,
  name: true,
  source: true,
  keySetAt: true,
  usedBy: { select: { zone: true }, orderBy: { zone: "asc" } },
} as const;
const rowOf = ({ usedBy, ...row }: Omit<AccountRow, "usedBy"> & { usedBy: { zone: string }[] }) => ({
  ...row,
  usedBy: [...new Set(usedBy.map(({ zone }) => zone))],
});

export function createCarbonAccountRepo(db: Db) {
  return {
    async list(): Promise<AccountRow[]> {
      return (await db.carbonAccount.findMany({ select: PUBLIC, orderBy: { name: "asc" } })).map(rowOf);
    },
    async find(id: string): Promise<AccountRow | undefined> {
      const row = await db.carbonAccount.findUnique({ where: { id }, select: PUBLIC });
      return row ? rowOf(row) : undefined;
    },
    async findSealed(id: string): Promise<Uint8Array | undefined> {
      return (await db.carbonAccount.findUnique({ where: { id }, select: { ciphertext: true } }))?.ciphertext;
    },

    /** False when the name is taken. */
    async create({ sealed, ...account }: NewAccount, audit: Audit): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.carbonAccount.createMany({
          data: [{ ...account, ciphertext: sealed, keySetAt: audit.at, createdAt: audit.at }],
          skipDuplicates: true,
        });
        if (count > 0) await writeAudit(tx, account.name, audit);
        return count > 0;
      });
    },

    /** Another key. The zones that failed by the old one are given a fresh start. False when it is gone. */
    async replaceKey(
      { id, name }: AccountRow,
      sealed: Uint8Array<ArrayBuffer>,
      audit: Audit,
    ): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.carbonAccount.updateMany({
          where: { id },
          data: { ciphertext: sealed, keySetAt: audit.at },
        });
        if (count === 0) return false;
        await tx.carbonZoneSource.updateMany({
          where: { accountId: id },
          data: { failedAt: null, failure: null },
        });
        await writeAudit(tx, name, audit);
        return true;
      });
    },

    /** False, and nothing happens, while a zone uses it. */
    async remove({ id, name }: AccountRow, audit: Audit): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const { count } = await tx.carbonAccount.deleteMany({ where: { id, usedBy: { none: {} } } });
        if (count > 0) await writeAudit(tx, name, audit);
        return count > 0;
      });
    },

    async anySecret(): Promise<{ clusterId: string; name: string; sealed: Uint8Array } | undefined> {
      const row = await db.carbonAccount.findFirst({ orderBy: { id: "asc" } });
      return row ? { ...accountOwner(row.id), sealed: row.ciphertext } : undefined;
    },
  };
}
export type CarbonAccountRepo = ReturnType<typeof createCarbonAccountRepo>;
