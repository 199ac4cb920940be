import { findAutoscaler } from "#server/adapters/provider/cluster-api/operating.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { autoscalerWords } from "#server/domain/cluster/cluster-api/autoscaler.ts";
import { askManagement, managementRow } from "./ask.ts";
import type { ManagementId } from "./check.ts";

/** What is known of that which moves pools between their bounds, as a sentence. */
export async function getAutoscaler(app: App, { id }: ManagementId): Promise<{ sentence: string }> {
  authorise(app.actor, "operate", "ask a management cluster");
  const row = await managementRow(app, id);
  return { sentence: autoscalerWords(await askManagement(app, row, findAutoscaler), row.name) };
}
