import type { Slot } from "#server/manifests/helm/slots.ts";

/** The agent finds its Service, Secret and Lease by these: one agent a cluster, under one name. */
export const AGENT_NAME = "karbonetes-agent";
export const TLS_SECRET = "karbonetes-agent-tls";
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
