import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import type { ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { standingOf } from "#server/domain/cluster/cluster-api/standing.ts";
import { compareVersions } from "#server/domain/cluster/cluster-api/version.ts";
import type { ClusterIdentity, Observation } from "#server/domain/cluster/provider.ts";
import { asking, type Access } from "../kube-access.ts";
import { countHeldJobs, countNodes } from "../kube-look.ts";

/** How a cluster stands: its machines by the management cluster, its nodes and Jobs by its own API. */
export async function observeCluster(
  object: ClusterObject,
  kubeconfigs: Pick<Kubeconfigs, "find">,
  cluster: ClusterIdentity,
  signal: AbortSignal,
): Promise<Observation> {
  const { machinesWanted } = standingOf(object);
  return asking(kubeconfigs, cluster, signal, async (access) => {
    const [nodes, waitingJobs] = await Promise.all([
      countNodes(access),
      knowsJobs(access).then((does) => (does ? countHeldJobs(access) : undefined)),
    ]);
    return {
      reachable: true,
      version: versionOf(object),
      workersVersion: nodes.oldestKubelet,
      nodesReady: nodes.ready,
      nodesWanted: Math.max(nodes.all, machinesWanted ?? 0),
      message: messageOf(object),
      waitingJobs,
      server: access.client.server,
    };
  });
}

function messageOf(object: ClusterObject): string | undefined {
  if (object.spec.paused)
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
