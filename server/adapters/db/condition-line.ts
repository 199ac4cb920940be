import { isSaid } from "#server/domain/cluster/cluster-api/changed-conditions.ts";
import type { LogEntry } from "#server/domain/cluster/view.ts";
import type { Db, DbTransaction } from "./client.ts";
import { stepFieldsOf } from "./cluster-row.ts";

/** A condition that turned, ready for the log; `code` is the condition's type. */
export type NewConditionLine = Omit<LogEntry, "id" | "event" | "code"> & { code: string };

const EVENT = "condition";
const MOST_LINES = 300;

/** Conditions of Cluster objects that turned, beside the steps in one table: rows are added, never changed. */
export function createConditionLineRepo(db: Db) {
  return {
    /**
     * Adds what was not said since the step event `sinceId`, once, whoever saw it: the row of the cluster is locked meanwhile.
     * Gives how many lines came; 0 when the cluster is gone.
     */
    append: (clusterId: string, sinceId: number, lines: readonly NewConditionLine[]): Promise<number> =>
      db.$transaction(async (tx) => {
        const locked = await tx.$queryRaw<
          object[]
        >`select 1 as locked from cluster where id = ${clusterId} for update`;
        if (locked.length === 0) return 0;
        const said = await lastSaid(tx, clusterId, sinceId);
        const fresh = lines.filter(({ code, message }) => {
          if (isSaid(said.get(code), message)) return false;
          said.set(code, message);
          return true;
        });
        await tx.clusterStep.createMany({
          data: fresh.map((line) => ({ ...line, clusterId, event: EVENT })),
        });
        return fresh.length;
      }),

    /** The newest three hundred, in order. */
    async list(clusterId: string): Promise<LogEntry[]> {
      const rows = await db.clusterStep.findMany({
        where: { clusterId, event: EVENT },
        orderBy: { id: "desc" },
        take: MOST_LINES,
      });
      return rows.map((row) => ({ ...stepFieldsOf(row), event: EVENT }) as const).toReversed();
    },
  };
}
export type ConditionLineRepo = ReturnType<typeof createConditionLineRepo>;

/** What was last said of each condition, by its type. */
async function lastSaid(tx: DbTransaction, clusterId: string, sinceId: number): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ code: string; message: string }[]>`
    select distinct on (code) code, message from cluster_step
    where cluster_id = ${clusterId} and event = ${EVENT} and id >= ${sinceId} order by code, id desc`;
  return new Map(rows.map(({ code, message }) => [code, message]));
}
