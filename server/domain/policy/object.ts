import type { WantedPolicy } from "./row.ts";
import { POLICY_API_VERSION, POLICY_KIND } from "./spec.ts";

/** Whose it is: the id of the policy in our database. */
export const POLICY_LABEL = "carbon-aware.io/fleet-policy";

/** A policy as it stands in a cluster. */
export const policyObject = ({ policyId, namespace, name, spec }: WantedPolicy) => ({
  apiVersion: POLICY_API_VERSION,
  kind: POLICY_KIND,
  metadata: {
    namespace,
    name,
    labels: { "app.kubernetes.io/managed-by": "karbonetes", [POLICY_LABEL]: policyId },
  },
  spec,
});
