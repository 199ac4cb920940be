import type { Actor } from "#server/domain/actor.ts";
import type { Db, DbTransaction } from "./client.ts";
import { toJson } from "./cluster-row.ts";

/** Who did what, kept in the transaction of the deed. */
export interface Audit {
  actor: Pick<Actor, "id" | "name">;
  /** feature.verb */
  action: string;
  at: Date;
  detail?: object;
}

export interface AuditRow {
  id: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
}

export async function writeAudit(
  tx: DbTransaction,
  subject: string,
  { actor, action, at, detail }: Audit,
): Promise<void> {
  await tx.auditEntry.create({
    data: { at, actorId: actor.id, actor: actor.name, action, subject, detail: toJson(detail ?? {}) },
  });
}

/** For deeds whose effect is not in this database. */
export function createAuditRepo(db: Db) {
  return {
    add: (subject: string, audit: Audit): Promise<void> =>
      db.$transaction((tx) => writeAudit(tx, subject, audit)),

    /** The newest first. */
    recent: (limit: number): Promise<AuditRow[]> =>
      db.auditEntry.findMany({
        orderBy: { id: "desc" },
        take: limit,
        select: { id: true, at: true, actor: true, action: true, subject: true },
      }),
  };
}
export type AuditRepo = ReturnType<typeof createAuditRepo>;
