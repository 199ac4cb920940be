import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import type { AccessRepo } from "#server/adapters/db/access.ts";
import type { ClusterRepo } from "#server/adapters/db/cluster.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { gridZoneOfNodes, placeWords, type Places } from "#server/domain/carbon/places.ts";
import { planOf } from "#server/domain/cluster/plan.ts";
import type { ClusterIdentity, ClusterProvider } from "#server/domain/cluster/provider.ts";
import { TerminalError, UserError } from "#server/domain/errors.ts";
import { takeOutAccesses } from "../access/remove.ts";
import { asking, type Access } from "../kube-access.ts";
import { look } from "../kube-look.ts";
import { releaseHeldJobs, type ReleaseHeld } from "./leave/held-jobs.ts";
import { takeOutAgent } from "./leave/installation.ts";
import { takeOutKinds } from "./leave/kinds.ts";
import { takeOutPolicies } from "./leave/policies.ts";
import { clusterUid } from "./cluster-uid.ts";
import { nodeLabels } from "./node-labels.ts";
import { missingPermissions } from "./permissions.ts";

const LEAVE_MS = 50_000;
const LEAST_MINOR = 27; // the first whose suspended Jobs may be given another place to run

interface Deps {
  kubeconfigs: Kubeconfigs;
  clusters: Pick<ClusterRepo, "removeSecrets">;
  accesses: Pick<AccessRepo, "list">;
  releaseHeld: ReleaseHeld;
  /** Grid zones of places as people set them: to say in which grid the nodes stand. */
  places?: () => Promise<Places>;
}

/** Clusters that were made elsewhere. Nothing of them is ours but what we put into them. */
export function importedProvider({
  kubeconfigs,
  clusters,
  accesses,
  releaseHeld,
  places,
}: Deps): ClusterProvider {
  const ask = <T>(
    cluster: ClusterIdentity,
    signal: AbortSignal,
    act: (access: Access) => Promise<T>,
  ): Promise<T> => asking(kubeconfigs, cluster, signal, act);

  /** That the nodes stand in another grid is told, not refused: a person chose it. */
  async function permissionsAndPlace(cluster: ClusterIdentity, signal: AbortSignal): Promise<string> {
    const allowed = await ask(cluster, signal, checkPermissions);
    const own = places ? await places() : undefined;
    const labels = await ask(cluster, signal, nodeLabels).catch(() => []); // each look at the nodes says why not
    const place = placeWords(gridZoneOfNodes(labels, own), cluster.zone);
    return place ? `${allowed} ${place}` : allowed;
  }

  /** Within the loop's own limit for a step: a thousand held Jobs take their time. */
  const undo = async (
    cluster: ClusterIdentity,
    signal: AbortSignal,
    act: (access: Access) => Promise<string>,
  ): Promise<{ message: string }> => {
    if (!(await kubeconfigs.find(cluster.id)))
      return { message: "No credentials are stored, so nothing was put into it." };
    return { message: await asking(kubeconfigs, cluster, signal, act, LEAVE_MS) };
  };

  return {
    name: "imported",
    createSteps: (spec) => planOf("create", "imported", spec),
    scaleSteps: (spec) => planOf("scale", "imported", spec),
    deleteSteps: (spec) => planOf("delete", "imported", spec),
    async apply(step, cluster, _spec, signal) {
      switch (step) {
        case "reach":
          return { message: await ask(cluster, signal, reach) };
        case "version":
          return { message: await ask(cluster, signal, checkVersion) };
        case "permissions":
          return { message: await permissionsAndPlace(cluster, signal) };
        default:
          throw new TerminalError(`An imported cluster has no step ${step}.`);
      }
    },
    async teardown(step, cluster, _spec, signal) {
      switch (step) {
        case "held-jobs":
          return undo(cluster, signal, (access) => releaseHeldJobs(access, cluster.zone, releaseHeld));
        case "installation":
          return undo(cluster, signal, takeOutAgent);
        case "accesses": {
          const rows = await accesses.list(cluster.id);
          return undo(cluster, signal, (access) => takeOutAccesses(access, rows));
        }
        case "policies":
          return undo(cluster, signal, takeOutPolicies);
        case "kinds":
          return undo(cluster, signal, takeOutKinds);
        case "credentials":
          await clusters.removeSecrets(cluster.id);
          return { message: "The stored kubeconfig is gone; the cluster itself goes on." };
        default:
          throw new TerminalError(`An imported cluster has no teardown step ${step}.`);
      }
    },
    observe: (cluster, _spec, signal) =>
      ask(cluster, signal, async (access) => {
        const [seen, uid] = await Promise.all([look(access, 0), clusterUid(access)]);
        return { ...seen, clusterUid: uid };
      }),
    runsHere: () => false,
    kubeconfig: (cluster) => kubeconfigs.find(cluster.id),
    inventory: () => Promise.resolve([]),
  };
}

async function reach({ client, signal }: Access): Promise<string> {
  await client.json("/version", { signal });
  return `${client.server} answers.`;
}

async function checkVersion({ client, signal }: Access): Promise<string> {
  const { major, minor, gitVersion } = await client.json<{
    major: string;
    minor: string;
    gitVersion: string;
  }>("/version", { signal });
  if (Number(major) === 1 && Number.parseInt(minor, 10) < LEAST_MINOR) {
    throw new UserError(
      "VersionTooOld",
      `It runs Kubernetes ${gitVersion}; from v1.${LEAST_MINOR} on a held Job can be sent to another pool.`,
    );
  }
  return `Kubernetes ${gitVersion}.`;
}

async function checkPermissions(access: Access): Promise<string> {
  try {
    const missing = await missingPermissions(access);
    if (missing.length === 0) return "The credentials may do all that is needed.";
    throw new UserError(
      "MissingPermissions",
      `The credentials may not ${missing.join(", ")}. Grant it, then retry.`,
    );
  } catch (error) {
    if (!(error instanceof ApiError) || ![404, 405, 501].includes(error.status)) throw error;
    return "It does not answer questions about permissions; each call will show.";
  }
}
