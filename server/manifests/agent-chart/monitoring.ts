import { AGENT_NAME } from "#server/manifests/agent.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import type { NodeMap, Slot } from "#server/manifests/helm/slots.ts";
import { MERGED } from "#server/manifests/helm/write.ts";
import { ruleGroups } from "#server/manifests/monitoring/alerts.ts";
import { type Install, labelsOf, selectorOf } from "./names.ts";
import type { AgentSlots } from "./pod.ts";

/** A Prometheus chooses what it reads by labels, so those of the values stand beside ours. */
const monitored = (install: Install, labels: Slot<NodeMap>) => ({
  name: AGENT_NAME,
  namespace: SYSTEM_NAMESPACE,
  labels: { ...labelsOf("agent", install), [MERGED]: labels },
});

export const serviceMonitor = (
  { serviceMonitor: { interval, labels } }: AgentSlots,
  install: Install,
): NodeMap => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "ServiceMonitor",
  metadata: monitored(install, labels),
  spec: {
    selector: { matchLabels: selectorOf("agent") },
    endpoints: [{ port: "metrics", path: "/metrics", interval }],
  },
});

export const prometheusRule = ({ prometheusRule: { labels } }: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: monitored(install, labels),
  spec: { groups: ruleGroups() },
});
