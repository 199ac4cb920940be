import { AGENT_NAME } from "#server/manifests/agent.ts";
import type { Slot } from "#server/manifests/helm/slots.ts";

export const WEBHOOK_PORT = 9_443;
export const METRICS_PORT = 8_080;
export const TLS_FOLDER = "/etc/karbonetes/tls";

/** What an installation says of itself, beside its values. */
export interface Install {
  managedBy: Slot<string>;
  version: Slot<string>;
  /** repository:tag */
  image: Slot<string>;
}

export const selectorOf = (component: string): Record<string, string> => ({
  "app.kubernetes.io/name": AGENT_NAME,
  "app.kubernetes.io/component": component,
});

export const labelsOf = (component: string, { managedBy, version }: Install) => ({
  ...selectorOf(component),
  "app.kubernetes.io/part-of": "karbonetes",
  "app.kubernetes.io/version": version,
  "app.kubernetes.io/managed-by": managedBy,
});
