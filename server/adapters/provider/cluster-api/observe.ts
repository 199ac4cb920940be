import { findObject } from "#server/adapters/kubernetes/find-object.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { pauseOf, type ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { standingOf } from "#server/domain/cluster/cluster-api/standing.ts";
import { compareVersions } from "#server/domain/cluster/cluster-api/version.ts";
import type { ClusterIdentity, Observation } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { counted } from "#server/domain/cluster/words.ts";
import { asking, type Access } from "../kube-access.ts";
import { countHeldJobs, countNodes } from "../kube-look.ts";

/** How a cluster stands: its machines by the management cluster, where that told of them, its nodes and Jobs by its own API. */
export async function observeCluster(
  object: ClusterObject | undefined,
  spec: ClusterSpec,
  kubeconfigs: Pick<Kubeconfigs, "find">,
  cluster: ClusterIdentity,
  signal: AbortSignal,
): Promise<Observation> {
  return asking(kubeconfigs, cluster, signal, async (access) => {
    const [nodes, waitingJobs, version] = await Promise.all([
      countNodes(access),
      knowsJobs(access).then((does) => (does ? countHeldJobs(access) : undefined)),
      object ? versionOf(object) : ownVersion(access),
    ]);
    const machinesWanted = object ? standingOf(object).machinesWanted : leastMachines(spec);
    const nodesWanted = Math.max(nodes.all, machinesWanted ?? 0);
    return {
      reachable: true,
      version,
      workersVersion: nodes.oldestKubelet,
      nodesReady: nodes.ready,
      nodesWanted,
      message: object ? messageOf(object) : nodesMissing(nodes.ready, nodesWanted),
      waitingJobs,
      server: access.client.server,
    };
  });
}

/** What was asked for, while nobody tells how many there are to be. */
const leastMachines = ({ pools, clusterApi }: ClusterSpec): number =>
  pools.reduce((sum, { minNodes }) => sum + minNodes, clusterApi?.controlPlaneReplicas ?? 0);

const nodesMissing = (ready: number, wanted: number): string | undefined =>
  ready < wanted ? `${ready} of ${counted(wanted, "node")} Ready` : undefined;

/** Undefined where it does not say: not every API in memory does. */
async function ownVersion({ client, signal }: Access): Promise<string | undefined> {
  return (await findObject<{ gitVersion?: string }>({ client, signal }, "/version"))?.gitVersion;
}

export function messageOf(object: ClusterObject): string | undefined {
  if (object.metadata.deletionTimestamp !== undefined)
    return "Its Cluster object is being deleted, and not from here: its machines go one after another";
  if (pauseOf(object))
    return "Paused: Cluster API changes and heals nothing of it. What is told of its machines is from before";
  const { settled, sentence } = standingOf(object);
  return settled ? undefined : sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The oldest that a machine of the control plane still runs: an upgrade is done when it is the wanted one. */
const versionOf = ({ status, spec }: ClusterObject): string | undefined =>
  (status.controlPlane?.versions ?? []).map(({ version }) => version).toSorted(compareVersions)[0] ??
  spec.topology?.version;

/** A cluster whose machines are in memory has no Jobs: none is not the same as 0. */
async function knowsJobs({ client, signal }: Access): Promise<boolean> {
  const { groups } = await client.json<{ groups: { name: string }[] }>("/apis", { signal });
  return groups.some(({ name }) => name === "batch");
}
