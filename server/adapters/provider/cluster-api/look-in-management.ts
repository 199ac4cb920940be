import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import type { ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { managementAway } from "#server/domain/cluster/cluster-api/management-away.ts";
import type { ClusterIdentity, ManagementLook } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { TerminalError, UserError } from "#server/domain/errors.ts";
import { OBJECT_GONE, presentCluster } from "./cluster-object.ts";
import { inManagement, type Managements } from "./management-access.ts";
import { renewKubeconfig } from "./secrets.ts";

interface Deps {
  managements: Managements;
  kubeconfigs: Pick<Kubeconfigs, "find" | "save">;
}
/** The cluster itself is asked afterwards, within the same look. */
const LIMIT_MS = 5_000;

/**
 * Its Cluster object, with its credentials taken over where they are new. Undefined where the management cluster does not give it:
 * that is told, and nothing is known of the cluster itself by it.
 * @throws UserError when the object is gone
 */
export async function lookInManagement(
  { managements, kubeconfigs }: Deps,
  cluster: ClusterIdentity,
  spec: ClusterSpec,
  signal: AbortSignal,
  tell: (look: ManagementLook) => void = () => undefined,
): Promise<ClusterObject | undefined> {
  try {
    const object = await inManagement(
      managements,
      spec,
      signal,
      async (access, own) => {
        const found = await presentCluster(access, cluster, own);
        await renewKubeconfig(access, kubeconfigs, cluster, own);
        return found;
      },
      { limitMs: LIMIT_MS },
    );
    tell({ answers: true });
    return object;
  } catch (error) {
    if (signal.aborted || error instanceof TerminalError) throw error;
    const reason = error instanceof UserError ? error.reason : undefined;
    if (reason === OBJECT_GONE) {
      tell({ answers: true });
      throw error;
    }
    const management = await managements.find(spec.clusterApi?.managementId ?? "");
    tell(managementAway(management?.name, { reason, message: (error as Error).message }));
    return undefined;
  }
}
