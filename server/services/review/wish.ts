import { createHash } from "node:crypto";
import { z } from "zod";
import type { App } from "#server/context.ts";
import { isLocked, isTrue, type ClusterRow } from "#server/domain/cluster/row.ts";
import type { ReviewObject } from "#server/domain/cluster/review.ts";
import { DomainError } from "#server/domain/errors.ts";
import { AgentImage } from "#server/domain/agent/image.ts";
import { clusterNamed, refuseWhileDeleting } from "../cluster/view.ts";
import type { Pending } from "./objects.ts";

export const ReviewWish = z.object({
  name: z.string().min(1).max(200),
  /** Null: without an agent, which can be installed later. */
  image: AgentImage.nullable(),
  dryRun: z.boolean(),
});
export type ReviewWish = z.infer<typeof ReviewWish>;

/** @throws DomainError for a cluster that has no review, or none yet */
export async function lockedCluster(app: App, name: string): Promise<ClusterRow> {
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  if (!isLocked(row)) {
    const by = row.reviewedBy ? ` by ${row.reviewedBy}` : "";
    const why =
      row.provider === "imported" ? `has been reviewed${by} already` : "was made here, so it has no review";
    throw new DomainError("CONFLICT", `${row.name} ${why}.`);
  }
  if (isTrue(row, "Provisioned")) return row;
  throw new DomainError(
    "PRECONDITION_FAILED",
    `${row.name} is still being looked at; its review can be opened once it is Ready.`,
  );
}

/** Of what would be written and how, without the numbers of scores, which turn while one reads. */
export function digestOf({ scores }: Pending, objects: readonly ReviewObject[]): string {
  const steady = objects.slice(0, objects.length - scores.length);
  return createHash("sha256").update(JSON.stringify(steady)).digest("hex");
}
