import { deleteCluster } from "#server/adapters/provider/cluster-api/cluster-object.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { setCondition } from "#server/domain/conditions.ts";
import { leftLines } from "#server/domain/cluster/cluster-api/left-behind.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { operationOf, stuckOf } from "#server/domain/cluster/status.ts";
import type { StuckView } from "#server/domain/cluster/view.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { ByName } from "./get.ts";
import { readLeft } from "./plan-abandon.ts";
import { askManagement } from "./plan-class-teardown.ts";
import { announce, CLUSTER_LOOP, clusterNamed, contextsOf } from "./view.ts";

/** Gives up the step that is stuck, with those that cannot do better, and says what that leaves behind. Nothing is ever given up silently: the audit log keeps by name what was there. */
export async function abandonStep(app: App, { name }: ByName): Promise<{ leaves: string[] }> {
  authorise(app.actor, "operate", "abandon a step of a cluster's teardown");
  const { row: asked } = await stuckNow(app, name);
  await askToGo(app, asked);
  const left = leftLines(await readLeft(app, asked));
  const { row, stuck } = await stuckNow(app, name); // reading takes a while: it may have come loose meanwhile
  const now = app.clock.now();
  const { step, skips, leaves } = stuck;
  await app.clusters.abandonSteps(row, skips, {
    actor: app.actor,
    action: "cluster.abandon",
    at: now,
    detail: { step, leaves, left },
  });
  await app.clusters.updateStatus(row.id, (newest) => ({
    conditions: setCondition(
      newest.conditions,
      {
        type: "Stuck",
        status: "False",
        reason: "Abandoned",
        message: `${app.actor.name} abandoned ${stuck.title}, leaving ${leaves.join(", ") || "nothing known"}.`,
        observedGeneration: newest.generation,
      },
      now,
    ),
  }));
  await app.states.forget(CLUSTER_LOOP, row.id);
  await announce(app, row);
  return { leaves };
}

/** A deletion that waited for a first look has asked for nothing yet, and once nobody knows of it, it would be made whole. */
async function askToGo(app: App, row: ClusterRow): Promise<void> {
  if (row.provider !== "cluster-api") return;
  await askManagement(app, row, (access, own) => deleteCluster(access, row, own, { atOnce: true })); // what it cannot, is in the list
}

/** @throws DomainError where no step of it is stuck */
async function stuckNow(app: App, name: string): Promise<{ row: ClusterRow; stuck: StuckView }> {
  const row = await clusterNamed(app, name);
  const context = (await contextsOf(app))(row);
  const stuck = stuckOf(row, operationOf(row, await app.clusters.steps(row.id), context));
  if (stuck) return { row, stuck };
  throw new DomainError("CONFLICT", `No step of ${name} is stuck, so there is nothing to abandon.`);
}
