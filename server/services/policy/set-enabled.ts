import { z } from "zod";
import type { App } from "#server/context.ts";
import type { PolicyView } from "#server/domain/policy/view.ts";
import { savePolicy } from "./save.ts";
import { policyWithId } from "./view.ts";

export const SetPolicyEnabled = z.object({
  id: z.string().max(64),
  generation: z.int(),
  enabled: z.boolean(),
});
export type SetPolicyEnabled = z.infer<typeof SetPolicyEnabled>;

/** Off: every Job it covers runs at once, and says so. */
export async function setPolicyEnabled(
  app: App,
  { id, generation, enabled }: SetPolicyEnabled,
): Promise<PolicyView> {
  const { name, spec, clusterIds, namespaces } = await policyWithId(app, id);
  return savePolicy(app, { id, generation, name, spec: { ...spec, enabled }, clusterIds, namespaces });
}
