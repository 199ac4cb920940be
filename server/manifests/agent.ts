import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";

export const WEBHOOK_NAME = "karbonetes-agent";
export const WEBHOOK_PATH = "/mutate-jobs";
/** Work in these never waits for the grid. */
export const EXEMPT_NAMESPACES = ["kube-system", "kube-node-lease", "kube-public", SYSTEM_NAMESPACE] as const;

export const systemNamespace = () => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: SYSTEM_NAMESPACE, labels: { "app.kubernetes.io/managed-by": "karbonetes" } },
});

/** Fails open: without the agent, Jobs are created as they are, and the loop takes a second look. */
export const webhookConfiguration = (clientConfig: { url: string; caBundle: string }) => ({
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
      rules: [
        {
          apiGroups: ["batch"],
          apiVersions: ["v1"],
          operations: ["CREATE"],
          resources: ["jobs"],
          scope: "Namespaced",
        },
      ],
    },
  ],
});
