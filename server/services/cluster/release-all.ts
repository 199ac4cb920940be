import { isConflict, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { readClusterView } from "#server/adapters/kubernetes/cluster-view.ts";
import { listHeld } from "#server/adapters/kubernetes/held.ts";
import { asking, MANY_CALLS_MS, type Access } from "#server/adapters/provider/kube-access.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { letGo } from "../workload/let-go.ts";
import type { ByName } from "./get.ts";
import { clusterNamed, refuseLocked, refuseWhileDeleting } from "./view.ts";

const AT_ONCE = 8;
const ROUNDS = 3; // its agent may write to a Job in this very moment

/** Lets every held Job of a cluster start now, whatever the grid. What ended or went meanwhile is not counted. */
export async function releaseAll(app: App, { name }: ByName): Promise<{ released: number }> {
  authorise(app.actor, "operate", "release the held Jobs of a cluster");
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  refuseLocked(row);
  const released = await release(app, row);
  await app.audit.add(name, {
    actor: app.actor,
    action: "cluster.release-all",
    at: app.clock.now(),
    detail: { released },
  });
  await app.live.publish("workloads");
  return { released };
}

async function release(app: App, row: ClusterRow): Promise<number> {
  const { signal } = new AbortController();
  try {
    return await asking(
      app.kubeconfigs,
      row,
      signal,
      (access) => releaseHeld(app, row, access),
      MANY_CALLS_MS,
    );
  } catch (error) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `The Jobs of ${row.name} could not be released. ${(error as Error).message}`,
    );
  }
}

async function releaseHeld(app: App, row: ClusterRow, { client, signal }: Access): Promise<number> {
  const view = await readClusterView(client, row.zone, signal);
  let released = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const held = await listHeld(client, signal);
    if (held.length === 0) break;
    for (let at = 0; at < held.length; at += AT_ONCE) {
      const outcomes = await Promise.all(
        held
          .slice(at, at + AT_ONCE)
          .map((job) => letGo(app, row.id, { kube: client, job, view, signal }).then(() => 1, ignoreChanged)),
      );
      released += outcomes.reduce((sum, outcome) => sum + outcome, 0);
    }
  }
  return released;
}

/** Gone, or changed by its agent in this very moment. */
function ignoreChanged(error: unknown): 0 {
  if (isNotFound(error) || isConflict(error)) return 0;
  throw error;
}
