import type { NodeMap } from "#server/manifests/helm/slots.ts";
import { agentRbac } from "../rbac.ts";
import { type Install, labelsOf } from "./names.ts";
import type { AgentSlots } from "./pod.ts";

/** The rights themselves stand in ../rbac.ts; here they get the labels of an installation. */
export const rbac: readonly ((values: AgentSlots, install: Install) => NodeMap)[] = agentRbac().map(
  (object) => (_, install) => ({
    ...object,
    metadata: { ...object.metadata, labels: labelsOf("agent", install) },
  }),
);
