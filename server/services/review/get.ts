import { reviewObjects } from "#server/adapters/kubernetes/review-objects.ts";
import type { Access } from "#server/adapters/provider/kube-access.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { AGENT_WRITES, NO_AGENT, SCORES_FOLLOW, type Review } from "#server/domain/cluster/review.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { askCluster } from "../agent/agent-in.ts";
import { allOf, pendingIn } from "./objects.ts";
import { digestOf, lockedCluster, type ReviewWish } from "./wish.ts";

/** What would be written into a locked cluster, object by object. Nothing is written. */
export async function getReview(app: App, wish: ReviewWish): Promise<Review> {
  authorise(app.actor, "operate", "review what is written into a cluster");
  const row = await lockedCluster(app, wish.name);
  return askCluster(app, row, (access) => reviewIn(app, row, wish, access));
}

export async function reviewIn(app: App, row: ClusterRow, wish: ReviewWish, access: Access): Promise<Review> {
  const pending = await pendingIn(app, row, wish, access);
  const objects = await reviewObjects(access, allOf(pending));
  return {
    objects,
    later: [
      ...(pending.agent.length > 0 ? AGENT_WRITES : []),
      ...(pending.scores.length > 0 ? [SCORES_FOLLOW] : []),
      ...(pending.hasKinds ? [] : [NO_AGENT]),
    ],
    installed: pending.installed,
    digest: digestOf(pending, objects),
  };
}
