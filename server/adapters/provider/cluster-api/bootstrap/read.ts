import { ApiError } from "#server/adapters/kubernetes/api-error.ts";
import { findInstallation } from "#server/adapters/kubernetes/agent-installation.ts";
import { lacksNetwork, networkPluginsAmong } from "#server/domain/cluster/cluster-api/bootstrap/network.ts";
import {
  runsJobs,
  type BootstrapFacts,
  type NodeFact,
  type StorageClassFact,
} from "#server/domain/cluster/cluster-api/bootstrap/facts.ts";
import type { KubeCondition, KubeObject } from "#server/domain/kubernetes.ts";
import type { Access } from "../../kube-access.ts";
import { agentTroubleIn } from "./agent-trouble.ts";
import { dnsIn } from "./dns.ts";

type Conditioned = KubeObject & { status?: { conditions?: KubeCondition[] } };
const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

/** What a cluster that was just made has; nothing is written. What it does not let us read is undefined. */
export async function readBootstrapFacts(access: Access): Promise<BootstrapFacts> {
  const apiGroups = await groupsOf(access);
  if (!runsJobs({ apiGroups })) return { ...UNREAD, apiGroups };
  const [nodes, networkPlugins, dns, storageClasses, agent] = await Promise.all([
    soft(nodesIn(access)),
    soft(pluginsIn(access)),
    soft(dnsIn(access)),
    soft(storageClassesIn(access)),
    soft(findInstallation(access)),
  ]);
  const asks = agent && agent.readyReplicas === 0;
  const agentTrouble = asks ? await soft(agentTroubleIn(access)) : undefined;
  return { apiGroups, nodes, networkPlugins, dns, storageClasses, agent, agentTrouble };
}

const UNREAD: Omit<BootstrapFacts, "apiGroups"> = {
  nodes: undefined,
  networkPlugins: undefined,
  dns: undefined,
  storageClasses: undefined,
  agent: undefined,
  agentTrouble: undefined,
};

/** An answer that is a refusal is no knowledge; no answer at all is a failure of the look. */
async function soft<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) return undefined;
    throw error;
  }
}

async function groupsOf({ client, signal }: Access): Promise<string[]> {
  const { groups } = await client.json<{ groups: { name: string }[] }>("/apis", { signal });
  return groups.map(({ name }) => name);
}

async function nodesIn({ client, signal }: Access): Promise<NodeFact[]> {
  const { items } = await client.list<Conditioned>("/api/v1/nodes", { signal });
  return items.map(({ metadata: { name }, status }) => {
    const ready = status?.conditions?.find(({ type }) => type === "Ready");
    return {
      name,
      ready: ready?.status === "True",
      networkTrouble: networkTroubleOf(ready, status?.conditions),
    };
  });
}

/** By the node's own word that its network is away, or by kubelet's that it has no plugin. */
function networkTroubleOf(
  ready: KubeCondition | undefined,
  conditions: readonly KubeCondition[] | undefined,
): string | undefined {
  const unavailable = conditions?.find(({ type }) => type === "NetworkUnavailable");
  if (unavailable?.status === "True") return unavailable.message || "its network is unavailable";
  const message = ready?.message ?? "";
  return ready?.status !== "True" && lacksNetwork(message) ? message : undefined;
}

async function pluginsIn({ client, signal }: Access) {
  const names: { namespace: string; name: string }[] = [];
  const onPage = (items: KubeObject[]) =>
    void names.push(...items.map(({ metadata: { namespace = "", name } }) => ({ namespace, name })));
  await client.list<KubeObject>("/apis/apps/v1/daemonsets", { signal, onPage, metadataOnly: true });
  return networkPluginsAmong(names);
}

async function storageClassesIn({ client, signal }: Access): Promise<StorageClassFact[]> {
  const path = "/apis/storage.k8s.io/v1/storageclasses";
  const { items } = await client.list<KubeObject & { provisioner: string }>(path, { signal });
  return items
    .toSorted((one, other) => createdAt(other).localeCompare(createdAt(one))) // the newest default is taken
    .map(({ metadata: { name, annotations }, provisioner }) => ({
      name,
      provisioner,
      isDefault: annotations?.[DEFAULT_CLASS] === "true",
    }));
}

const createdAt = ({ metadata }: KubeObject): string => metadata.creationTimestamp ?? "";
