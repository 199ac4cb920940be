import { FORBIDDEN, REFUSED_CREDENTIALS } from "#server/adapters/provider/kube-answer.ts";
import { isBootstrapStep } from "#server/domain/cluster/cluster-api/bootstrap/reading.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { READY } from "#server/domain/cluster/shared-steps.ts";
import { UserError } from "#server/domain/errors.ts";
import type { ClusterLoopDeps } from "./deps.ts";

/** Steps that ask the new cluster itself, by the kubeconfig that was stored for it. */
export const asksItself = (step: string): boolean => isBootstrapStep(step) || step === READY.name;

/**
 * Where the stored kubeconfig is refused, takes over the one that is written now, and asks once more: a cloud's token lives for minutes,
 * and the cluster may have been out of reach for longer. What the cluster itself refuses is told apart from what the management
 * cluster does: other credentials of that one mend nothing here.
 */
export async function withOwnKubeconfig<T>(
  { providers }: Pick<ClusterLoopDeps, "providers">,
  row: ClusterRow,
  signal: AbortSignal,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isRefused(error)) throw insideOf(error);
  }
  await providers[row.provider].apply("kubeconfig", row, row.spec, signal);
  try {
    return await act();
  } catch (error) {
    if (!isRefused(error)) throw insideOf(error);
  }
  const secret = `${row.spec.clusterApi?.namespace}/${row.name}-kubeconfig`;
  throw new Error(
    `${row.name} refuses its own kubeconfig (401), also as the secret ${secret} holds it now: its control plane provider must write it anew.`,
  );
}

const isRefused = (error: unknown): boolean =>
  error instanceof UserError && error.reason === REFUSED_CREDENTIALS;

const insideOf = (error: unknown): unknown =>
  error instanceof UserError && error.reason === FORBIDDEN
    ? new UserError("ForbiddenInside", error.message)
    : error;
