import type { Db } from "./client.ts";

export interface ReconcileFailure {
  failures: number;
  /** By the clock, so that pages can count down to it. */
  nextRunAt: Date | null;
  lastError: string | null;
}

/** The back-off of a key, kept so that a restart neither forgets nor shortens it. No row: the last run did not fail. */
export function createReconcileStateRepo(db: Db) {
  return {
    find: (controller: string, key: string): Promise<ReconcileFailure | null> =>
      db.reconcileState.findUnique({
        where: { controller_key: { controller, key } },
        select: { failures: true, nextRunAt: true, lastError: true },
      }),

    async list(controller: string): Promise<Map<string, ReconcileFailure>> {
      const rows = await db.reconcileState.findMany({ where: { controller } });
      return new Map(rows.map((row) => [row.key, row]));
    },

    async save(controller: string, key: string, state: ReconcileFailure): Promise<void> {
      await db.reconcileState.upsert({
        where: { controller_key: { controller, key } },
        create: { controller, key, ...state },
        update: state,
      });
    },

    async forget(controller: string, key: string): Promise<void> {
      await db.reconcileState.deleteMany({ where: { controller, key } });
    },
  };
}
export type ReconcileStateRepo = ReturnType<typeof createReconcileStateRepo>;
