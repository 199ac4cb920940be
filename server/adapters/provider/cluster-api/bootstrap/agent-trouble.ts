import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import type { KubeCondition, KubeObject } from "#server/domain/kubernetes.ts";
import { AGENT_NAME } from "#server/manifests/agent.ts";
import type { Access } from "../../kube-access.ts";

interface Waits {
  waiting?: { reason?: string; message?: string };
}
interface Pod extends KubeObject {
  status?: { conditions?: KubeCondition[]; containerStatuses?: { state?: Waits }[] };
}
/** A container that is being made waits too, and is no trouble. */
const ON_ITS_WAY: readonly (string | undefined)[] = ["ContainerCreating", "PodInitializing", undefined];

/** Why a Pod of the agent does not start, such as an image that cannot be pulled; undefined where none says so. */
export async function agentTroubleIn({ client, signal }: Access): Promise<string | undefined> {
  const { items } = await client.list<Pod>(`/api/v1/namespaces/${SYSTEM_NAMESPACE}/pods`, {
    query: { labelSelector: `app.kubernetes.io/name=${AGENT_NAME}` },
    signal,
  });
  return items.map(troubleOf).find((trouble) => trouble !== undefined);
}

function troubleOf({ metadata: { name }, status }: Pod): string | undefined {
  const waiting = status?.containerStatuses?.map(({ state }) => state?.waiting).find(isTrouble);
  if (waiting) return [`${name}: ${waiting.reason}`, waiting.message].filter(Boolean).join(", ");
  const unscheduled = status?.conditions?.find(
    ({ type, status: is, reason }) => type === "PodScheduled" && is === "False" && reason === "Unschedulable",
  );
  return unscheduled && `${name} finds no node: ${unscheduled.message ?? "it says no more"}`;
}

const isTrouble = (waiting: Waits["waiting"]): boolean =>
  waiting !== undefined && !ON_ITS_WAY.includes(waiting.reason);
