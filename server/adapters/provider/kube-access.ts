import { limitedTo } from "#server/adapters/time-limit.ts";
import { setMaxListeners } from "node:events";
import { createKubeClient, type KubeClient } from "../kubernetes/client.ts";
import type { Kubeconfigs } from "../secret/kubeconfigs.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import { TerminalError } from "#server/domain/errors.ts";
import { explain } from "./kube-answer.ts";

export interface Access {
  client: KubeClient;
  /** The caller's, or the time limit. */
  signal: AbortSignal;
}
const CALL_MS = 5_000;
/** For a person who looks on, where a few dozen calls are made. */
export const SOME_CALLS_MS = 10_000;
/** For what makes many calls. */
export const MANY_CALLS_MS = 30_000;

/** `called` is set where its address alone would not tell people which cluster it is: "The management cluster home". */
type Asked = Pick<ClusterIdentity, "id" | "name"> & { called?: string };

/** Asks a cluster something within five seconds; what goes wrong comes as a sentence. */
export async function asking<T>(
  kubeconfigs: Pick<Kubeconfigs, "find">,
  cluster: Asked,
  signal: AbortSignal,
  ask: (access: Access) => Promise<T>,
  limitMs = CALL_MS,
): Promise<T> {
  const yaml = await kubeconfigs.find(cluster.id);
  if (!yaml) throw new TerminalError(`${cluster.name} has no kubeconfig.`);
  const client = createKubeClient(yaml);
  const within = limitedTo(limitMs, signal);
  setMaxListeners(0, within); // each call listens to it
  try {
    return await ask({ client, signal: within });
  } catch (error) {
    if (signal.aborted) throw error;
    throw explain(error, cluster.called ? `${cluster.called} (${client.server})` : client.server);
  } finally {
    await client.close();
  }
}
