import type { KubeObject } from "../kubernetes.ts";
import { SYSTEM_NAMESPACE } from "../policy/spec.ts";
import type { AccessRow } from "./access.ts";

/** Beside the label of all that is ours, so that an access is found by itself. */
export const ACCESS_LABEL = "carbon-aware.io/access";
export const PERSON_ANNOTATION = "carbon-aware.io/person";
const RBAC = "rbac.authorization.k8s.io";
const MOST_SLUG = 24;

type Wanted = Pick<AccessRow, "account" | "personName" | "extent" | "namespaces">;
type Binding = KubeObject & { roleRef: object; subjects: object[] };

/** "access-ada-mertens-edit-3f9a01": for whoever reads the API server's own audit log. `mark` tells two of one name apart. */
export function accountName(personName: string, extent: string, mark: string): string {
  const slug = personName
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MOST_SLUG)
    .replace(/^-+|-+$/g, "");
  return ["access", slug || "person", extent, mark].join("-");
}

/** The account of one person and extent, then what ties it to the cluster's own role. */
export function accessObjects(wanted: Wanted): KubeObject[] {
  return [accountOf(wanted), ...bindingsOf(wanted)];
}

const metadataOf = ({ account, personName, extent }: Wanted, namespace?: string) => ({
  name: account,
  ...(namespace && { namespace }),
  labels: { "app.kubernetes.io/managed-by": "karbonetes", [ACCESS_LABEL]: extent },
  annotations: { [PERSON_ANNOTATION]: personName },
});

const accountOf = (wanted: Wanted): KubeObject => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: metadataOf(wanted, SYSTEM_NAMESPACE),
});

function bindingsOf(wanted: Wanted): Binding[] {
  const tie = {
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: wanted.extent },
    subjects: [{ kind: "ServiceAccount", name: wanted.account, namespace: SYSTEM_NAMESPACE }],
  };
  const apiVersion = `${RBAC}/v1`;
  if (wanted.namespaces.length === 0)
    return [{ apiVersion, kind: "ClusterRoleBinding", metadata: metadataOf(wanted), ...tie }];
  return wanted.namespaces.map((namespace) => ({
    apiVersion,
    kind: "RoleBinding",
    metadata: metadataOf(wanted, namespace),
    ...tie,
  }));
}

const paths = { account: "/api/v1/namespaces", bindings: `/apis/${RBAC}/v1` };
export const ACCOUNTS_PATH = `${paths.account}/${SYSTEM_NAMESPACE}/serviceaccounts`;
export const CLUSTER_BINDINGS_PATH = `${paths.bindings}/clusterrolebindings`;
export const BINDINGS_PATH = `${paths.bindings}/rolebindings`;

export function accessPath({ kind, metadata: { name, namespace } }: KubeObject): string {
  if (kind === "ServiceAccount") return `${ACCOUNTS_PATH}/${name}`;
  if (kind === "ClusterRoleBinding") return `${CLUSTER_BINDINGS_PATH}/${name}`;
  return `${paths.bindings}/namespaces/${namespace}/rolebindings/${name}`;
}
