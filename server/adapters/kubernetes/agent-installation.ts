import { type AgentInstallation, ownerOf } from "#server/domain/agent/view.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { agentObjects, type AgentObject } from "#server/manifests/agent-chart/render.ts";
import { AgentValues } from "#server/manifests/agent-chart/values.ts";
import { AGENT_NAME, TLS_SECRET } from "#server/manifests/agent.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";

interface Deployment extends KubeObject {
  spec: {
    replicas?: number;
    template: { spec: { containers: { image: string; env?: { name: string }[] }[] } };
  };
  status?: { readyReplicas?: number };
}
const DEPLOYMENT = `/apis/apps/v1/namespaces/${SYSTEM_NAMESPACE}/deployments/${AGENT_NAME}`;

/** Policies and scores are of these, and the control plane goes on writing them. */
const STAYS = ["Namespace", "CustomResourceDefinition"];
/** What the agent made for itself. */
const OF_THE_AGENT: readonly AgentObject[] = [
  { apiVersion: "v1", kind: "Secret", metadata: { name: TLS_SECRET, namespace: SYSTEM_NAMESPACE } },
  {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: AGENT_NAME, namespace: SYSTEM_NAMESPACE },
  },
];

/** The agent that is there, whoever brought it; null where there is none. */
export async function findInstallation({
  client,
  signal,
}: {
  client: KubeClient;
  signal: AbortSignal;
}): Promise<AgentInstallation | null> {
  try {
    const { metadata, spec, status } = await client.json<Deployment>(DEPLOYMENT, { signal });
    const [container] = spec.template.spec.containers;
    return {
      owner: ownerOf(metadata.labels?.["app.kubernetes.io/managed-by"]),
      image: container?.image ?? "",
      dryRun: container?.env?.some(({ name }) => name === "KARBON_DRY_RUN") ?? false,
      replicas: spec.replicas ?? 1,
      readyReplicas: status?.readyReplicas ?? 0,
    };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** All that one click put in, and what the agent made for itself; without the kinds and the namespace. */
export const installedParts = (): AgentObject[] => [
  ...OF_THE_AGENT,
  ...agentObjects(AgentValues.parse({}), "any").filter(({ kind }) => !STAYS.includes(kind)),
];

/** The objects of an agent for one cluster: the chart's own, by one list. The control plane writes its scores. */
export function partsToInstall(
  { zone }: { zone: string },
  { image, dryRun }: { image: string; dryRun: boolean },
): AgentObject[] {
  const colon = image.lastIndexOf(":");
  const [repository, tag] = [image.slice(0, colon), image.slice(colon + 1)];
  return agentObjects(AgentValues.parse({ zone, dryRun, image: { repository, tag } }), tag);
}
