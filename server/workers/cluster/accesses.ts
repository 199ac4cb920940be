import type { AccessRepo } from "#server/adapters/db/access.ts";
import type { Live } from "#server/adapters/db/live.ts";
import { removeAccess } from "#server/adapters/provider/access/remove.ts";
import { asking } from "#server/adapters/provider/kube-access.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import type { Actor } from "#server/domain/actor.ts";
import type { Clock } from "#server/domain/clock.ts";
import { accessWords, endOf, type AccessRow, type EndReason } from "#server/domain/cluster/access.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { firstLine } from "#server/domain/cluster/words.ts";

export interface AccessEnds {
  /** Ends what is over, and what its person may not have any more; five seconds at most. Only a stop, or our own database, makes it fail. */
  end(row: ClusterRow, signal: AbortSignal): Promise<void>;
}
interface Deps {
  accesses: AccessRepo;
  kubeconfigs: Kubeconfigs;
  live: Pick<Live, "publish">;
  clock: Clock;
  actor: Actor;
}

/** At each pass over a cluster. What cannot be ended says why in the list, and is tried at the next pass. */
export function createAccessEnds({ accesses, kubeconfigs, live, clock, actor }: Deps): AccessEnds {
  async function endOne(row: ClusterRow, access: AccessRow, reason: EndReason, signal: AbortSignal) {
    try {
      await asking(kubeconfigs, row, signal, (reach) => removeAccess(reach, access));
    } catch (error) {
      if (signal.aborted) throw error;
      const problem = firstLine((error as Error).message);
      if (problem === access.problem) return;
      await accesses.setProblem(access.id, problem);
      return live.publish("clusters");
    }
    const detail = { of: access.personName, extent: accessWords(access), reason };
    await accesses.remove(access.id, row.name, { actor, action: "access.end", at: clock.now(), detail });
    await live.publish("clusters");
  }
  return {
    async end(row, signal) {
      const all = await accesses.list(row.id);
      if (all.length === 0 || !(await kubeconfigs.find(row.id))) return;
      const roles = await accesses.roles(all.map(({ personId }) => personId));
      const now = new Date(); // tokens live in real time
      const over = all.flatMap((access) => {
        const reason = endOf(access, roles.get(access.personId), now);
        return reason ? [{ access, reason }] : [];
      });
      await Promise.all(over.map(({ access, reason }) => endOne(row, access, reason, signal)));
    },
  };
}
