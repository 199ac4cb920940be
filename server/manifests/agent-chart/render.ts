import { plainOf } from "#server/manifests/helm/write.ts";
import { systemNamespace } from "../agent.ts";
import type { Install } from "./names.ts";
import { AGENT_PARTS } from "./objects.ts";
import type { AgentSlots } from "./pod.ts";
import type { AgentValues } from "./values.ts";

export interface AgentObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
}

/** The chart without Helm: what `values` make, in the order in which it is applied, the namespace first. */
export function agentObjects(values: AgentValues, version: string, managedBy = "karbonetes"): AgentObject[] {
  const { repository, tag } = values.image;
  const install: Install = { managedBy, version, image: `${repository}:${tag || version}` };
  const slots: AgentSlots = values;
  const parts = AGENT_PARTS.filter(({ only }) => only?.(slots) !== false);
  return [
    systemNamespace(),
    ...parts.flatMap(({ objects }) =>
      objects.map((object) => plainOf(object(slots, install)) as AgentObject),
    ),
  ];
}
