import type { App } from "#server/context.ts";
import { asking, SOME_CALLS_MS } from "#server/adapters/provider/kube-access.ts";
import { planLeave, type LeavePlan } from "#server/adapters/provider/imported/leave/plan.ts";
import { inventory } from "#server/adapters/provider/kube-look.ts";
import { authorise } from "#server/domain/actor.ts";
import { isLocked, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { TeardownPlan } from "#server/domain/cluster/teardown-plan.ts";
import type { ByName } from "./get.ts";
import { planClassTeardown } from "./plan-class-teardown.ts";
import { clusterNamed } from "./view.ts";

const NOT_COUNTED = "What is ours in it could not be counted.";
const CANNOT_COUNT = "What is inside could not be counted: the cluster does not answer.";

/** What deleting takes away, counted now, and what it leaves. */
export async function planTeardown(app: App, { name }: ByName): Promise<TeardownPlan> {
  authorise(app.actor, "read", "see clusters");
  const row = await clusterNamed(app, name);
  const keeps = [
    "The audit log and what its Jobs saved so far",
    "Every policy, without this cluster in its list",
  ];
  if (row.provider === "imported") {
    const { removes, stays } = await countOurs(app, row);
    return {
      removes: [...removes, { what: "stored kubeconfig", count: 1 }],
      keeps: [...stays, "The cluster itself, with all else that runs in it", ...keeps],
    };
  }
  if (row.provider === "cluster-api") {
    const plan = await planClassTeardown(app, row);
    return { ...plan, keeps: [...plan.keeps, ...keeps] };
  }
  const counted = await count(app, row);
  return { removes: counted ?? [], keeps: counted ? keeps : [CANNOT_COUNT, ...keeps] };
}

/** What we put into a cluster that was made elsewhere; a cluster that does not answer is told, not taken for empty. */
async function countOurs(app: App, row: ClusterRow): Promise<LeavePlan> {
  if (isLocked(row)) return { removes: [], stays: [] };
  const given = (await app.accesses.list(row.id)).length;
  try {
    return await asking(
      app.kubeconfigs,
      row,
      new AbortController().signal,
      (access) => planLeave(access, given),
      SOME_CALLS_MS,
    );
  } catch (error) {
    return { removes: [], stays: [`${NOT_COUNTED} ${(error as Error).message}`] };
  }
}

/** Undefined when it could not be asked; nothing when it never started. */
async function count(app: App, row: ClusterRow): Promise<TeardownPlan["removes"] | undefined> {
  if (!(await app.kubeconfigs.find(row.id))) return [];
  try {
    return await asking(app.kubeconfigs, row, new AbortController().signal, inventory);
  } catch {
    return undefined;
  }
}
