import { ApiError, isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { CLUSTER_API_VERSION } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import {
  MANAGEMENT_GROUPS,
  PERMISSIONS,
  type ManagementFacts,
  type ManagementGroup,
  type Permission,
} from "#server/domain/cluster/cluster-api/management.ts";
import type { Access } from "../kube-access.ts";
import { listClasses } from "./classes.ts";

/** All that the checks of a management cluster need; nothing is written. */
export async function readFacts(access: Access): Promise<ManagementFacts> {
  const { client, signal } = access;
  const [{ gitVersion }, versions, username] = await Promise.all([
    client.json<{ gitVersion: string }>("/version", { signal }),
    versionsOf(access),
    usernameOf(access),
  ]);
  const served = versions.core.includes("v1beta2");
  const [infrastructures, topology, forbidden] = await Promise.all([
    infrastructuresOf(access, versions.infrastructure[0]),
    served ? hasTopology(access) : false,
    forbiddenTo(access),
  ]);
  const maySee = !forbidden.some(({ resource }) => resource === "clusterclasses");
  const classes = served && maySee ? await listClasses(access) : [];
  return {
    server: client.server,
    kubernetesVersion: gitVersion,
    username,
    versions,
    infrastructures,
    topology,
    classes,
    forbidden,
  };
}

interface Group {
  name: string;
  versions: { version: string }[];
}
/** The preferred version first, as the API server orders them. */
async function versionsOf({ client, signal }: Access): Promise<ManagementFacts["versions"]> {
  const { groups } = await client.json<{ groups: Group[] }>("/apis", { signal });
  const of = (name: ManagementGroup): string[] =>
    groups.find((group) => group.name === MANAGEMENT_GROUPS[name])?.versions.map(({ version }) => version) ??
    [];
  return {
    core: of("core"),
    bootstrap: of("bootstrap"),
    controlPlane: of("controlPlane"),
    infrastructure: of("infrastructure"),
  };
}

/** Kinds such as AWSCluster, told from AWSClusterTemplate and the like by their last word. */
async function infrastructuresOf({ client, signal }: Access, version: string | undefined): Promise<string[]> {
  if (!version) return [];
  const path = `/apis/${MANAGEMENT_GROUPS.infrastructure}/${version}`;
  const { resources } = await client.json<{ resources: { name: string; kind: string }[] }>(path, { signal });
  return resources
    .filter(({ name, kind }) => !name.includes("/") && kind.endsWith("Cluster"))
    .map(({ kind }) => kind);
}

/** Only its webhook knows: it is asked about a cluster that is not to be. */
async function hasTopology({ client, signal }: Access): Promise<boolean> {
  const name = "karbonetes-check";
  const body = {
    apiVersion: CLUSTER_API_VERSION,
    kind: "Cluster",
    metadata: { name, namespace: "default" },
    spec: { topology: { classRef: { name }, version: "v1.36.0" } },
  };
  try {
    const path = `/apis/${CLUSTER_API_VERSION}/namespaces/default/clusters`;
    await client.json(path, { method: "POST", query: { dryRun: "All" }, body, signal });
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return !error.message.includes("ClusterTopology"); // any other refusal, such as a missing right, says nothing against it
  }
}

/** One after another: an API server is not stormed by a look at it. */
async function forbiddenTo({ client, signal }: Access): Promise<Permission[]> {
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const forbidden: Permission[] = [];
  for (const permission of PERMISSIONS) {
    const body = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: permission },
    };
    type Answer = { status?: { allowed?: boolean } };
    const { status } = await client.json<Answer>(path, { method: "POST", body, signal });
    if (status?.allowed !== true) forbidden.push(permission);
  }
  return forbidden;
}

async function usernameOf({ client, signal }: Access): Promise<string | undefined> {
  const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  try {
    type Answer = { status?: { userInfo?: { username?: string } } };
    const { status } = await client.json<Answer>(path, { method: "POST", body: review, signal });
    return status?.userInfo?.username;
  } catch (error) {
    if (isNotFound(error) || (error instanceof ApiError && error.status === 403)) return undefined;
    throw error;
  }
}
