import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { MANAGEMENT_GONE } from "#server/domain/cluster/cluster-api/management-away.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import { TerminalError, UserError } from "#server/domain/errors.ts";
import { asking, MANY_CALLS_MS, type Access } from "../kube-access.ts";

/** The management clusters that people connected, with their kubeconfigs. */
export interface Managements {
  find(id: string): Promise<{ name: string; kubeconfig: string } | undefined>;
}

/**
 * Asks the management cluster that makes a cluster; what goes wrong comes as a sentence, `named` where nothing beside it says whose.
 * @throws UserError when it is not connected any more
 */
export async function inManagement<T>(
  managements: Managements,
  { clusterApi }: ClusterSpec,
  signal: AbortSignal,
  ask: (access: Access, own: ClusterApiSpec) => Promise<T>,
  { limitMs = MANY_CALLS_MS, named = false }: { limitMs?: number; named?: boolean } = {},
): Promise<T> {
  if (!clusterApi) throw new TerminalError("Its spec does not say which management cluster makes it.");
  const management = await managements.find(clusterApi.managementId);
  if (!management) {
    const sentence =
      "The management cluster that makes it is not connected any more. Connect it again, then retry.";
    throw new UserError(MANAGEMENT_GONE, sentence);
  }
  const { name, kubeconfig } = management;
  const kubeconfigs = { find: () => Promise.resolve(kubeconfig) };
  const called = named ? `The management cluster ${name}` : undefined;
  const asked = { id: clusterApi.managementId, name, called };
  return asking(kubeconfigs, asked, signal, (access) => ask(access, clusterApi), limitMs);
}
