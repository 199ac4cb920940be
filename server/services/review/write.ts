import { z } from "zod";
import { applyObjects } from "#server/adapters/kubernetes/object-set.ts";
import { writeMarks } from "#server/adapters/provider/marks.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { AppliedObject } from "#server/domain/agent/view.ts";
import { DomainError } from "#server/domain/errors.ts";
import { askCluster } from "../agent/agent-in.ts";
import { announce } from "../cluster/view.ts";
import { POLICY_LOOP } from "../policy/view.ts";
import { reviewIn } from "./get.ts";
import { agentOf } from "./objects.ts";
import { lockedCluster, ReviewWish } from "./wish.ts";

export const WriteReviewed = ReviewWish.extend({
  /** Of the review that was read. */
  digest: z.string().min(1).max(100),
});
export type WriteReviewed = z.infer<typeof WriteReviewed>;

/** A person has read what would be written: from now on the cluster is as any other, and the rest follows by its loops. */
export async function writeReviewed(app: App, wish: WriteReviewed): Promise<AppliedObject[]> {
  authorise(app.actor, "operate", "agree to what is written into a cluster");
  const row = await lockedCluster(app, wish.name);
  const { digest, installed } = await askCluster(app, row, (access) => reviewIn(app, row, wish, access));
  if (digest !== wish.digest) {
    throw new DomainError(
      "CONFLICT",
      `What would be written into ${row.name} is not what was shown any more. Nothing was written; look at it again.`,
    );
  }
  const { image, dryRun } = wish;
  const audit = {
    actor: app.actor,
    action: "cluster.review",
    at: app.clock.now(),
    detail: { image, dryRun },
  };
  if (!(await app.clusters.setReviewed(row, app.actor.name, audit)))
    throw new DomainError("CONFLICT", `${row.name} was reviewed by somebody else in this very moment.`);
  try {
    return await askCluster(app, row, async (access) => {
      const outcomes = await applyObjects(access, agentOf(row, wish, installed));
      await writeMarks(access, row);
      return outcomes;
    });
  } finally {
    await announce(app, row);
    await app.queue.add(POLICY_LOOP, row.id);
  }
}
