import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { KUEUE_LABEL } from "#server/domain/job/facts.ts";
import { groupOf, KINDS_BY_VERSION } from "#server/domain/job/suspendable-kinds.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";

/** The agent's Service, Deployment, Lease, ServiceAccount and webhook configuration: one agent a cluster, under one name. */
export const AGENT_NAME = "karbonetes-agent";
export const WEBHOOK_NAME = AGENT_NAME;
export const TLS_SECRET = "karbonetes-agent-tls";
export const WEBHOOK_PATH = "/mutate-jobs";
/** Work in these never waits for the grid. */
export const EXEMPT_NAMESPACES = ["kube-system", "kube-node-lease", "kube-public", SYSTEM_NAMESPACE] as const;

export const systemNamespace = () => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: SYSTEM_NAMESPACE, labels: { "app.kubernetes.io/managed-by": "karbonetes" } },
});

type ClientConfig =
  | { url: string; caBundle: string }
  | { service: { name: string; namespace: string; path: string; port: number } };

/** Where the webhook is behind a Service; the agent itself adds whom to trust. */
export const serviceClientConfig = (name: string, namespace: string) => ({
  service: { name, namespace, path: WEBHOOK_PATH, port: 443 },
});

/** Kubernetes 1.28 and newer then ask about no other Jobs; older ones drop the field, and the agent lets those pass. */
const ONLY_AWARE = {
  name: "asks-for-carbon-awareness",
  expression: `has(object.metadata.annotations) && '${ANNOTATION.enabled}' in object.metadata.annotations`,
};

/** One rule a group: where a cluster has not installed it, its rule matches nothing. */
const RULES = [...KINDS_BY_VERSION].map(([apiVersion, resources]) => ({
  apiGroups: [groupOf(apiVersion)],
  apiVersions: [apiVersion.split("/")[1] ?? ""],
  operations: ["CREATE"],
  resources: [...resources],
  scope: "Namespaced",
}));

/** Fails open: without the agent, Jobs are created as they are, and the loop takes a second look. */
export const webhookConfiguration = (clientConfig: ClientConfig, { conditions = false } = {}) => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "MutatingWebhookConfiguration",
  metadata: { name: WEBHOOK_NAME, labels: { "app.kubernetes.io/managed-by": "karbonetes" } },
  webhooks: [
    {
      name: "jobs.carbon-aware.io",
      admissionReviewVersions: ["v1"],
      sideEffects: "NoneOnDryRun",
      failurePolicy: "Ignore",
      matchPolicy: "Equivalent",
      reinvocationPolicy: "Never",
      timeoutSeconds: 2,
      clientConfig,
      namespaceSelector: {
        matchExpressions: [
          { key: "kubernetes.io/metadata.name", operator: "NotIn", values: [...EXEMPT_NAMESPACES] },
        ],
      },
      objectSelector: { matchExpressions: [{ key: KUEUE_LABEL, operator: "DoesNotExist" }] },
      ...(conditions && { matchConditions: [ONLY_AWARE] }),
      rules: RULES,
    },
  ],
});
