import type { KubeObject } from "../../kubernetes.ts";
import type { ClusterIdentity } from "../provider.ts";
import type { ClusterSpec, PoolSpec } from "../spec.ts";
import { CLUSTER_API_VERSION } from "./cluster-object.ts";
import type { ClusterApiSpec } from "./spec.ts";

/** Whose wish a Cluster object is: one of the same name without it is somebody else's, and is left alone. */
export const OWNER_LABEL = "carbon-aware.io/cluster-id";

/** Cluster API keeps it on the machines; on the nodes too where its core is told to sync labels of ours. */
const ROLE_LABEL = "carbon-aware.io/pool";
const AUTOSCALER = "cluster.x-k8s.io/cluster-api-autoscaler-node-group";
/** A Pod that may not be moved would hold a machine's end for ever. */
const DELETION = { nodeDrainTimeoutSeconds: 300, nodeVolumeDetachTimeoutSeconds: 300 };

/** The Cluster object that states the wish, whole: server-side apply takes away what is left out. */
export function clusterObjectOf(
  { id, name }: Pick<ClusterIdentity, "id" | "name">,
  { kubernetesVersion, pools }: ClusterSpec,
  own: ClusterApiSpec,
): KubeObject {
  return {
    apiVersion: CLUSTER_API_VERSION,
    kind: "Cluster",
    metadata: {
      name,
      namespace: own.namespace,
      labels: { "app.kubernetes.io/managed-by": "karbonetes", [OWNER_LABEL]: id },
    },
    spec: {
      ...networkOf(own),
      ...(own.paused ? { paused: true } : {}),
      topology: {
        classRef: own.classRef,
        version: kubernetesVersion,
        ...controlPlaneOf(own),
        workers: { machineDeployments: pools.map(machineDeploymentOf) },
        ...variablesOf(own),
      },
    },
  };
}

function networkOf({ podCidr, serviceCidr }: ClusterApiSpec): object {
  if (!podCidr && !serviceCidr) return {};
  return {
    clusterNetwork: {
      ...(podCidr ? { pods: { cidrBlocks: [podCidr] } } : {}),
      ...(serviceCidr ? { services: { cidrBlocks: [serviceCidr] } } : {}),
    },
  };
}

/** A control plane without machines of its own has no fields for them, and would be refused with any; an empty object is refused too. */
function controlPlaneOf({
  controlPlaneReplicas: replicas,
  controlPlaneRolloutAfter,
}: ClusterApiSpec): object {
  const rollout = rolloutOf(controlPlaneRolloutAfter);
  if (replicas !== null) return { controlPlane: { replicas, ...rollout, deletion: DELETION } };
  return controlPlaneRolloutAfter === undefined ? {} : { controlPlane: rollout };
}

const rolloutOf = (after: string | undefined): object => (after ? { rollout: { after } } : {});

function variablesOf({ variables }: ClusterApiSpec): object {
  const entries = Object.entries(variables);
  return entries.length > 0 ? { variables: entries.map(([name, value]) => ({ name, value })) } : {};
}

/** A pool of a fixed size says how many; one with bounds leaves that to the autoscaler, since both together are refused. */
function machineDeploymentOf({
  name,
  role,
  machineClass,
  minNodes,
  maxNodes,
  rolloutAfter,
}: PoolSpec): object {
  const fixed = minNodes === maxNodes;
  const annotations = {
    [`${AUTOSCALER}-min-size`]: String(minNodes),
    [`${AUTOSCALER}-max-size`]: String(maxNodes),
  };
  return {
    name,
    class: machineClass,
    metadata: { labels: { [ROLE_LABEL]: role }, ...(fixed ? {} : { annotations }) },
    ...(fixed ? { replicas: maxNodes } : {}),
    ...rolloutOf(rolloutAfter),
    deletion: DELETION,
  };
}
