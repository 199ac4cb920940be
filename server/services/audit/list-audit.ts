import { z } from "zod";
import type { AuditRow } from "#server/adapters/db/audit.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";

export const ListAudit = z.object({
  limit: z.int().min(1).max(500, { error: "At most 500 lines are read at once." }).default(20),
});
export type ListAudit = z.infer<typeof ListAudit>;

/** Who did what, the newest first. Everyone signed in may read it. */
export function listAudit(app: App, { limit }: ListAudit): Promise<AuditRow[]> {
  authorise(app.actor, "read", "read the log");
  return app.audit.recent(limit);
}
