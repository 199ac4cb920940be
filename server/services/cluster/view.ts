import type { App } from "#server/context.ts";
import { isLocked, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { ClusterContext } from "#server/domain/cluster/sentences.ts";
import { historyOf } from "#server/domain/cluster/step-history.ts";
import { DomainError } from "#server/domain/errors.ts";

export const CLUSTER_LOOP = "cluster";

/** @throws DomainError NOT_FOUND */
export async function clusterNamed(app: App, name: string): Promise<ClusterRow> {
  const row = await app.clusters.findByName(name);
  if (row) return row;
  throw new DomainError("NOT_FOUND", `There is no cluster named ${name.slice(0, 80)}.`);
}

/** @throws DomainError CONFLICT for a cluster that is on its way out */
export function refuseWhileDeleting(row: ClusterRow): void {
  if (!row.deletionRequestedAt) return;
  throw new DomainError("CONFLICT", `${row.name} is being deleted; nothing else can be changed in it.`);
}

/** @throws DomainError for a cluster into which nobody has agreed yet to write */
export function refuseLocked(row: ClusterRow): void {
  if (!isLocked(row)) return;
  throw new DomainError(
    "PRECONDITION_FAILED",
    `${row.name} is locked: nothing is written into it before what would be is reviewed, on its page.`,
  );
}

/** What the view of each cluster needs beside its row; read once for all of them. */
export async function contextsOf(app: App): Promise<(row: ClusterRow) => ClusterContext> {
  const [zones, policies, states, histories] = await Promise.all([
    app.clusters.zones(),
    app.clusters.policyNames(),
    app.states.list(CLUSTER_LOOP),
    app.clusters.history(),
  ]);
  const zoneNames = new Map(zones.map(({ zone, name }) => [zone, name]));
  const now = app.clock.now();
  return (row) => ({
    zoneName: zoneNames.get(row.zone) ?? row.zone,
    policies: policies.get(row.id) ?? [],
    nextAttemptAt: states.get(row.id)?.nextRunAt ?? null,
    history: historyOf(histories, row),
    now,
  });
}

/** A wish is stated; the loop is nudged and the pages are told. */
export async function announce(app: App, row: Pick<ClusterRow, "id">): Promise<void> {
  await app.queue.add(CLUSTER_LOOP, row.id);
  await app.live.publish("clusters");
}
