import { AGENT_NAME } from "#server/manifests/agent.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { spreadOver } from "#server/manifests/helm/pod.ts";
import type { NodeMap } from "#server/manifests/helm/slots.ts";
import { type Install, labelsOf, METRICS_PORT, selectorOf, WEBHOOK_PORT } from "./names.ts";
import { type AgentSlots, podOf } from "./pod.ts";

const DRAIN_SECONDS = 30;
const RELEASE_WITHIN_SECONDS = 600; // 10,000 Jobs at 100 a second, and time to pull the image

export const deployment = (values: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: AGENT_NAME, namespace: SYSTEM_NAMESPACE, labels: labelsOf("agent", install) },
  spec: {
    replicas: values.replicas,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    selector: { matchLabels: selectorOf("agent") },
    template: podOf(values, install, "agent", {
      pod: {
        terminationGracePeriodSeconds: DRAIN_SECONDS,
        topologySpreadConstraints: spreadOver(selectorOf("agent")),
      },
      container: {
        args: ["agent"],
        ports: [
          { name: "webhook", containerPort: WEBHOOK_PORT },
          { name: "metrics", containerPort: METRICS_PORT },
        ],
        livenessProbe: {
          httpGet: { path: "/healthz", port: "metrics" },
          initialDelaySeconds: 10,
          failureThreshold: 6,
        },
        readinessProbe: { httpGet: { path: "/readyz", port: "metrics" }, periodSeconds: 5 },
      },
    }),
  },
});

/** Run by Helm before anything is deleted: none stays suspended behind us. */
export const releaseJob = (values: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    name: `${AGENT_NAME}-release`,
    namespace: SYSTEM_NAMESPACE,
    labels: labelsOf("release", install),
    annotations: {
      "helm.sh/hook": "pre-delete",
      "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
    },
  },
  spec: {
    backoffLimit: 3,
    activeDeadlineSeconds: RELEASE_WITHIN_SECONDS,
    template: podOf(values, install, "release", {
      pod: { restartPolicy: "Never" },
      container: { args: ["agent", "release"] },
    }),
  },
});
