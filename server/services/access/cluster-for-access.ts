import type { App } from "#server/context.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { DomainError } from "#server/domain/errors.ts";
import { clusterNamed, refuseLocked, refuseWhileDeleting } from "../cluster/view.ts";

/** @throws DomainError for a cluster into which nobody is let by a token of their own */
export async function clusterForAccess(
  app: App,
  name: string,
): Promise<{ row: ClusterRow; kubeconfig: string }> {
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  refuseLocked(row);
  if (row.provider === "sandbox") {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${name} is simulated and gives out no tokens that end. Download its kubeconfig.`,
    );
  }
  const kubeconfig = await app.kubeconfigs.find(row.id);
  if (kubeconfig) return { row, kubeconfig };
  throw new DomainError(
    "PRECONDITION_FAILED",
    `${name} has no kubeconfig yet: its API server has not started.`,
  );
}
