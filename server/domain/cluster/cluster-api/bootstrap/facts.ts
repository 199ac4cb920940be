import type { AgentInstallation } from "../../../agent/view.ts";

/** What a cluster that was just made says of itself. Undefined: it could not be read, which is not the same as none. */
export interface BootstrapFacts {
  /** The API groups it serves, such as "batch"; the oldest group, "", is left out. */
  apiGroups: readonly string[];
  nodes: readonly NodeFact[] | undefined;
  /** DaemonSets of network plugins that are known by their names. */
  networkPlugins: readonly NetworkPlugin[] | undefined;
  dns: DnsFacts | undefined;
  storageClasses: readonly StorageClassFact[] | undefined;
  /** Null where there is none. */
  agent: AgentInstallation | null | undefined;
  /** Why a Pod of the agent does not start, in the cluster's words. */
  agentTrouble: string | undefined;
}

export interface NodeFact {
  name: string;
  ready: boolean;
  /** The network of this node is missing, by its own conditions; with its words. */
  networkTrouble: string | undefined;
}
export interface NetworkPlugin {
  /** As people call it: "Cilium". */
  title: string;
  namespace: string;
  name: string;
}
export interface DnsFacts {
  /** The Service that every Pod asks; null where there is none. */
  service: { namespace: string; name: string; address: string } | null;
  /** Addresses behind it that are ready. */
  readyEndpoints: number;
  /** Deployments that answer for it, with their Pods. */
  deployments: readonly { namespace: string; name: string; replicas: number; readyReplicas: number }[];
  /** Where kubeadm has the Pods look for it: the tenth address of the services' range; undefined where that is not known. */
  expectedAddress: string | undefined;
}
export interface StorageClassFact {
  name: string;
  provisioner: string;
  isDefault: boolean;
}

/** Machines in memory serve Nodes and little else: no Job can run there, nor any other Pod. */
export const runsJobs = ({ apiGroups }: Pick<BootstrapFacts, "apiGroups">): boolean =>
  apiGroups.includes("batch");

/** What the agent needs beside Jobs: a Deployment of its own, and to be asked before a Job is made. */
export const AGENT_GROUPS = ["apps", "admissionregistration.k8s.io", "apiextensions.k8s.io"] as const;
