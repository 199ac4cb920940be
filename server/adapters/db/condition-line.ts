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
     * Adds what was not said since the step event `since`, once, whoever saw it: the row of the cluster is locked meanwhile. "ever" is
     * for a first look, which cannot know when anything turned: only what is otherwise than last said is new. Gives how many lines came.
     */
    append: (
      clusterId: string,
      since: number | "ever",
      lines: readonly NewConditionLine[],
    ): Promise<number> =>
      db.$transaction(async (tx) => {
        const locked = await tx.$queryRaw<
          object[]
        >`select 1 as locked from cluster where id = ${clusterId} for update`;
        if (locked.length === 0) return 0;
        const said = await (since === "ever" ? lastSaid(tx, clusterId) : saidSince(tx, clusterId, since));
        const fresh = lines.filter(({ code, message }) => {
          const before = said.get(code) ?? [];
          if (isSaid(before, message)) return false;
          said.set(code, [...before, message]);
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

type Said = Map<string, string[]>;

/** What was said of each condition, by its type, in order. */
async function saidSince(tx: DbTransaction, clusterId: string, since: number): Promise<Said> {
  const rows = await tx.clusterStep.findMany({
    where: { clusterId, event: EVENT, id: { gte: since } },
    orderBy: { id: "asc" },
    select: { code: true, message: true },
  });
  const said: Said = new Map();
  for (const { code, message } of rows) said.set(code ?? "", [...(said.get(code ?? "") ?? []), message]);
  return said;
}

async function lastSaid(tx: DbTransaction, clusterId: string): Promise<Said> {
  const rows = await tx.$queryRaw<{ code: string; message: string }[]>`
    select distinct on (code) code, message from cluster_step
    where cluster_id = ${clusterId} and event = ${EVENT} order by code, id desc`;
  return new Map(rows.map(({ code, message }) => [code, [message]]));
}
