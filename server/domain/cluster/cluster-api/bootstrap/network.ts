import { counted } from "../../words.ts";
import { runsJobs, type BootstrapFacts, type NetworkPlugin, type NodeFact } from "./facts.ts";
import { inMemory, notRead, type BootstrapReading } from "./reading.ts";

const type = "NetworkReady" as const;
export const BRINGS_NETWORK = "cilium install";

/** What kubelet says while there is no network plugin: in a node's condition, and so in the messages of Cluster API. */
const NO_PLUGIN =
  /cni plugin not initialized|network plugin is not ready|NetworkPluginNotReady|no networks found in/i;
export const lacksNetwork = (message: string): boolean => NO_PLUGIN.test(message);

/** Names of DaemonSets by which the usual network plugins are known. */
const PLUGINS: readonly (readonly [name: RegExp, title: string])[] = [
  [/^cilium$/, "Cilium"],
  [/^(rke2-)?(calico-node|canal)$/, "Calico"],
  [/^kube-flannel/, "flannel"],
  [/^kindnet$/, "kindnet"],
  [/^weave-net$/, "Weave Net"],
  [/^antrea-agent$/, "Antrea"],
  [/^kube-router$/, "kube-router"],
  [/^aws-node$/, "the Amazon VPC CNI"],
  [/^azure-cni|^azure-npm/, "Azure CNI"],
  [/^(ovnkube-node|kube-ovn-cni|ovs-ovn)$/, "OVN"],
];

/** The network plugins among DaemonSets, each once. */
export function networkPluginsAmong(
  daemonSets: readonly { namespace: string; name: string }[],
): NetworkPlugin[] {
  return daemonSets.flatMap(({ namespace, name }) => {
    const title = PLUGINS.find(([pattern]) => pattern.test(name))?.[1];
    return title ? [{ title, namespace, name }] : [];
  });
}

/** Whether Pods get a network: kubelet holds a node back from Ready until its plugin is there. */
export function readNetwork(facts: BootstrapFacts): BootstrapReading {
  if (!runsJobs(facts)) return inMemory(type, "network");
  const { nodes, networkPlugins } = facts;
  if (!nodes) return notRead(type, "its nodes");
  if (nodes.length === 0)
    return { type, status: "Unknown", reason: "NoNodes", message: "It has no node yet to tell by." };
  const without = nodes.filter(({ networkTrouble }) => networkTrouble !== undefined);
  const [plugin] = networkPlugins ?? [];
  const [first] = without;
  if (first) return missing(first, without.length, nodes.length, plugin);
  if (nodes.some(({ ready }) => ready)) {
    const by = plugin ? ` ${plugin.title} connects its Pods.` : "";
    return { type, status: "True", reason: "NodesConnected", message: `No node lacks its network.${by}` };
  }
  const message = "No node is Ready, for another cause than its network, so that cannot be told.";
  return { type, status: "Unknown", reason: "NodesNotReady", message, settling: true };
}

function missing(
  { name, networkTrouble }: NodeFact,
  without: number,
  all: number,
  plugin: NetworkPlugin | undefined,
): BootstrapReading {
  const where = `${without} of ${counted(all, "node")} ${without === 1 ? "lacks" : "lack"} a network`;
  if (plugin) {
    return {
      type,
      status: "False",
      reason: "NetworkPluginNotReady",
      message: `${plugin.title} is installed, yet ${where}. ${name}: ${networkTrouble}`,
      command: `kubectl -n ${plugin.namespace} rollout status daemonset/${plugin.name}`,
      settling: true,
    };
  }
  return { type, status: "False", ...NO_NETWORK, message: `${where}. ${NO_NETWORK.message}` };
}

/** Also told by Cluster API itself, while it waits for nodes that cannot become Ready. */
export const NO_NETWORK = {
  reason: "NoNetworkPlugin",
  message: "No network plugin (CNI) is installed, and nodes wait for one. Cilium is a good first choice.",
  command: BRINGS_NETWORK,
} as const;
