import { groupOf, KINDS_BY_VERSION } from "#server/domain/job/suspendable-kinds.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { AGENT_NAME, TLS_SECRET, WEBHOOK_NAME } from "./agent.ts";

const RBAC = "rbac.authorization.k8s.io";
const READ = ["get", "list", "watch"];
const rule = (apiGroup: string, resources: string[], verbs: string[], resourceNames?: string[]) => ({
  apiGroups: [apiGroup],
  resources,
  ...(resourceNames && { resourceNames }),
  verbs,
});

/** An object that is being created has no name yet in the eyes of RBAC: hence two rules each. */
const oneOfItsOwn = (apiGroup: string, resource: string, name: string) => [
  rule(apiGroup, [resource], ["create"]),
  rule(apiGroup, [resource], [...READ, "update", "patch"], [name]),
];

/** Batch work of all namespaces, read and patched; nothing is created but Events and scores, nothing deleted but its own webhook. */
export const AGENT_CLUSTER_RULES = [
  ...[...KINDS_BY_VERSION].map(([version, resources]) =>
    rule(groupOf(version), [...resources], [...READ, "patch"]),
  ),
  rule("trainer.kubeflow.org", ["clustertrainingruntimes", "trainingruntimes"], ["get"]), // a TrainJob's pod templates
  rule("batch", ["cronjobs"], READ),
  rule("", ["pods"], ["list"]), // since when an interruptible Job has run
  rule("", ["events"], ["create"]),
  rule("", ["namespaces"], READ, [SYSTEM_NAMESPACE]), // the zone and the pause are annotations of it
  rule("carbon-aware.io", ["carbonawarepolicies"], READ),
  rule("carbon-aware.io", ["carbonscores"], [...READ, "create", "patch"]),
  rule(
    "admissionregistration.k8s.io",
    ["mutatingwebhookconfigurations"],
    [...READ, "patch", "delete"],
    [WEBHOOK_NAME],
  ),
];

/** In its own namespace. */
export const AGENT_OWN_RULES = [
  ...oneOfItsOwn("coordination.k8s.io", "leases", AGENT_NAME),
  ...oneOfItsOwn("", "secrets", TLS_SECRET),
  rule("", ["configmaps"], ["create", "list", "delete"]), // its decisions, for the control plane to read
];

const metadata = { name: AGENT_NAME, labels: { "app.kubernetes.io/managed-by": "karbonetes" } };
const own = { ...metadata, namespace: SYSTEM_NAMESPACE };
const subjects = [{ kind: "ServiceAccount", name: AGENT_NAME, namespace: SYSTEM_NAMESPACE }];

export const agentRbac = () => [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: own },
  { apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata, rules: AGENT_CLUSTER_RULES },
  {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata,
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: AGENT_NAME },
    subjects,
  },
  { apiVersion: `${RBAC}/v1`, kind: "Role", metadata: own, rules: AGENT_OWN_RULES },
  {
    apiVersion: `${RBAC}/v1`,
    kind: "RoleBinding",
    metadata: own,
    roleRef: { apiGroup: RBAC, kind: "Role", name: AGENT_NAME },
    subjects,
  },
];
