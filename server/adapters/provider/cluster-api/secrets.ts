import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import { readKubeconfig } from "#server/adapters/kubernetes/kubeconfig.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import { z } from "zod";
import type { Access } from "../kube-access.ts";

const Secret = z.looseObject({
  metadata: z.looseObject({
    labels: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(z.unknown()).default([]),
  }),
  data: z.record(z.string(), z.string()).default({}),
});
type Secret = z.infer<typeof Secret>;

/** Those that Cluster API makes for each cluster; asked by name, so that no other secret need be readable. */
const SUFFIXES = ["kubeconfig", "ca", "etcd", "proxy", "sa"] as const;

/** An administrator's kubeconfig, as the control plane provider wrote it: for the product alone, never for people. */
export async function findKubeconfig(
  access: Access,
  cluster: Pick<ClusterIdentity, "name">,
  own: ClusterApiSpec,
): Promise<string | undefined> {
  const yaml = await writtenKubeconfig(access, cluster, own);
  if (yaml) readKubeconfig(yaml); // what cannot be used is said now, not at the first call
  return yaml;
}

/**
 * Control plane providers write it anew: certificates at half of their year, a cloud's token every few minutes. What is stored stays
 * while the secret is away or cannot be used.
 */
export async function renewKubeconfig(
  access: Access,
  kubeconfigs: Pick<Kubeconfigs, "find" | "save">,
  cluster: Pick<ClusterIdentity, "id" | "name">,
  own: ClusterApiSpec,
): Promise<void> {
  const yaml = await writtenKubeconfig(access, cluster, own);
  if (!yaml || !isUsable(yaml) || yaml === (await kubeconfigs.find(cluster.id))) return;
  await kubeconfigs.save(cluster.id, yaml);
}

async function writtenKubeconfig(
  access: Access,
  { name }: Pick<ClusterIdentity, "name">,
  { namespace }: ClusterApiSpec,
): Promise<string | undefined> {
  const encoded = (await find(access, namespace, `${name}-kubeconfig`))?.data["value"];
  return encoded ? Buffer.from(encoded, "base64").toString("utf8") : undefined;
}

function isUsable(yaml: string): boolean {
  try {
    readKubeconfig(yaml);
    return true;
  } catch {
    return false;
  }
}

/**
 * Names of its secrets that are still there: an old certificate authority would poison a cluster of the same name. One that has
 * no owner is a person's own, which stays.
 */
export async function secretsLeft(
  access: Access,
  { name }: Pick<ClusterIdentity, "name">,
  { namespace }: ClusterApiSpec,
): Promise<string[]> {
  const found = await Promise.all(
    SUFFIXES.map(async (suffix) => ({ suffix, secret: await find(access, namespace, `${name}-${suffix}`) })),
  );
  return found.flatMap(({ suffix, secret }) =>
    secret && isMadeFor(name, secret) ? [`${namespace}/${name}-${suffix}`] : [],
  );
}

const isMadeFor = (name: string, { metadata: { labels, ownerReferences } }: Secret): boolean =>
  labels["cluster.x-k8s.io/cluster-name"] === name && ownerReferences.length > 0;

async function find(access: Access, namespace: string, name: string): Promise<Secret | undefined> {
  const found = await findObject(access, `/api/v1/namespaces/${namespace}/secrets/${name}`);
  return found && Secret.parse(found);
}
