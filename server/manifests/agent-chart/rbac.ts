import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import type { NodeMap } from "#server/manifests/helm/slots.ts";
import { AGENT_NAME, type Install, labelsOf, TLS_SECRET } from "./names.ts";
import type { AgentSlots } from "./pod.ts";

const SUBJECTS = [{ kind: "ServiceAccount", name: AGENT_NAME, namespace: SYSTEM_NAMESPACE }];
const RBAC = "rbac.authorization.k8s.io";

export const serviceAccount = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: AGENT_NAME, namespace: SYSTEM_NAMESPACE, labels: labelsOf("agent", install) },
});

const READ = ["get", "list", "watch"];
const rule = (apiGroup: string, resources: string[], verbs: string[], resourceNames?: string[]) => ({
  apiGroups: [apiGroup],
  resources,
  ...(resourceNames && { resourceNames }),
  verbs,
});

/** A name cannot be asked for at creation, since the object has none yet in the eyes of RBAC: hence two rules each. */
const oneOfItsOwn = (apiGroup: string, resource: string, name: string) => [
  rule(apiGroup, [resource], ["create"]),
  rule(apiGroup, [resource], [...READ, "update", "patch"], [name]),
];

/** Batch work of all namespaces, read and patched; nothing is created but Events, nothing deleted. */
const CLUSTER_RULES = [
  rule("batch", ["jobs"], [...READ, "patch"]),
  rule("batch", ["cronjobs"], READ),
  rule("jobset.x-k8s.io", ["jobsets"], [...READ, "patch"]),
  rule("ray.io", ["rayjobs", "rayclusters"], [...READ, "patch"]),
  rule("sparkoperator.k8s.io", ["sparkapplications"], [...READ, "patch"]),
  rule("trainer.kubeflow.org", ["trainjobs"], [...READ, "patch"]),
  rule("argoproj.io", ["workflows"], [...READ, "patch"]),
  rule("carbon-aware.io", ["carbonawarepolicies"], READ),
  rule("carbon-aware.io", ["carbonscores"], [...READ, "create", "update", "patch"]),
  rule("carbon-aware.io", ["carbonawarepolicies/status", "carbonscores/status"], ["get", "update", "patch"]),
  rule("", ["namespaces"], READ),
  rule("", ["namespaces"], ["patch"], [SYSTEM_NAMESPACE]), // the pause is an annotation of it
  rule("", ["events"], ["create", "patch"]),
  rule("apiextensions.k8s.io", ["customresourcedefinitions"], READ),
  rule(
    "admissionregistration.k8s.io",
    ["mutatingwebhookconfigurations"],
    [...READ, "update", "patch", "delete"],
    [AGENT_NAME],
  ),
];

const OWN_RULES = [
  ...oneOfItsOwn("coordination.k8s.io", "leases", AGENT_NAME),
  ...oneOfItsOwn("", "secrets", TLS_SECRET),
];

const clusterWide = (install: Install) => ({ name: AGENT_NAME, labels: labelsOf("agent", install) });
const own = (install: Install) => ({ ...clusterWide(install), namespace: SYSTEM_NAMESPACE });

export const clusterRole = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: `${RBAC}/v1`,
  kind: "ClusterRole",
  metadata: clusterWide(install),
  rules: CLUSTER_RULES,
});

export const clusterRoleBinding = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: `${RBAC}/v1`,
  kind: "ClusterRoleBinding",
  metadata: clusterWide(install),
  roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: AGENT_NAME },
  subjects: SUBJECTS,
});

export const role = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: `${RBAC}/v1`,
  kind: "Role",
  metadata: own(install),
  rules: OWN_RULES,
});

export const roleBinding = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: `${RBAC}/v1`,
  kind: "RoleBinding",
  metadata: own(install),
  roleRef: { apiGroup: RBAC, kind: "Role", name: AGENT_NAME },
  subjects: SUBJECTS,
});
