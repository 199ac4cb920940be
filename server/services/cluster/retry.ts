import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { setCondition } from "#server/domain/conditions.ts";
import { conditionOf, HOPELESS_REASONS, isTrue, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { ByName } from "./get.ts";
import { announce, CLUSTER_LOOP, clusterNamed } from "./view.ts";

/** Looks again at once: the back-off is forgotten, a stuck step gets its whole time anew, a refusal is asked again. */
export async function retryCluster(app: App, { name }: ByName): Promise<void> {
  authorise(app.actor, "operate", "retry a step of a cluster");
  const row = await clusterNamed(app, name);
  await app.audit.add(name, { actor: app.actor, action: "cluster.retry", at: app.clock.now() });
  await tryAgain(app, row);
}

/** What was refused or is stuck starts afresh. */
export async function tryAgain(app: App, row: ClusterRow): Promise<void> {
  await app.clusters.updateStatus(row.id, (newest) => ({ conditions: forgiven(newest, app.clock.now()) }));
  await app.states.forget(CLUSTER_LOOP, row.id);
  await announce(app, row);
}

function forgiven(row: ClusterRow, now: Date) {
  const observedGeneration = row.generation;
  let { conditions } = row;
  if (isTrue(row, "Stuck")) {
    const message = "A person asked for another try.";
    conditions = setCondition(
      conditions,
      { type: "Stuck", status: "False", reason: "Retried", message, observedGeneration },
      now,
    );
  }
  const ready = conditionOf(row, "Ready");
  if (ready && HOPELESS_REASONS.includes(ready.reason)) {
    conditions = setCondition(conditions, { ...ready, reason: "Retried", observedGeneration }, now);
  }
  return conditions;
}
