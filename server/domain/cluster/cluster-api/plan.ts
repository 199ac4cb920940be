import type { PlannedStep } from "../provider.ts";
import { ACCEPTED, AGENT, POLICIES, READY } from "../shared-steps.ts";
import type { ClusterSpec } from "../spec.ts";
import type { OperationView } from "../view.ts";
import { counted } from "../words.ts";

const AVAILABLE: PlannedStep = {
  name: "available",
  title: "All machines",
  detail: "each as wanted, nothing grows, rolls or heals",
};

/** A cluster that Cluster API makes: each step is a condition of its Cluster object, in its words. */
export function clusterApiPlan(kind: OperationView["kind"], spec: ClusterSpec): readonly PlannedStep[] {
  switch (kind) {
    case "create":
      return [
        ACCEPTED,
        topology(spec),
        { name: "infrastructure", title: "Infrastructure", detail: "network and load balancer" },
        {
          name: "control-plane",
          title: "First machine",
          detail: "the first control-plane machine comes up",
        },
        { name: "connection", title: "Connection", detail: "the management cluster reaches it" },
        { name: "control-plane-available", title: "Control plane", detail: "enough of it to serve" },
        { name: "workers-available", title: "Workers", detail: "enough of each pool to serve" },
        AVAILABLE,
        { name: "kubeconfig", title: "Kubeconfig", detail: "what the product itself calls it with" },
        ...bootstrapSteps(spec),
        READY,
      ];
    case "scale":
      // a paused one takes the wish and changes nothing: there is no machine to wait for
      return spec.clusterApi?.paused ? [topology(spec), READY] : [topology(spec), AVAILABLE, READY];
    case "delete":
      return [
        {
          name: "workers",
          title: "Workers",
          detail: "every pool with its machines; nothing is drained",
          leaves: "its worker machines and all that they hold",
        },
        {
          name: "control-plane",
          title: "Control plane",
          detail: "its machines, and etcd with every object",
          leaves: "its control-plane machines",
          needsPrevious: true,
        },
        {
          name: "infrastructure",
          title: "Infrastructure",
          detail: "network and load balancer",
          leaves: "its network and its load balancer",
          needsPrevious: true,
        },
        {
          name: "cluster-object",
          title: "Cluster object",
          detail: "the object itself, and the secrets made for it",
          leaves: `the Cluster object in the namespace ${spec.clusterApi?.namespace}, and its secrets`,
          needsPrevious: true,
        },
        {
          name: "credentials",
          title: "Credentials",
          detail: "the stored kubeconfig",
          leaves: "the stored kubeconfig",
        },
      ];
  }
}

/** What is missing is named and ends its step all the same: it stays a condition of the cluster until somebody brings it. */
const bootstrapSteps = ({ clusterApi }: ClusterSpec): PlannedStep[] => [
  { name: "network", title: "Network", detail: "whether a plugin connects the Pods" },
  { name: "dns", title: "DNS", detail: "whether Pods find each other by name" },
  { name: "storage", title: "Storage", detail: "whether a claim gets a volume by default" },
  ...(clusterApi?.installAgent === false ? [] : [AGENT]),
  POLICIES,
];

const controlPlaneWords = (replicas: number | null): string =>
  replicas === null ? "control plane by its class" : `control plane of ${counted(replicas, "machine")}`;

const topology = ({ kubernetesVersion, pools, clusterApi }: ClusterSpec): PlannedStep => ({
  name: "topology",
  title: "Cluster object",
  detail: [
    ...(clusterApi?.paused ? ["paused"] : []),
    `Kubernetes ${kubernetesVersion}`,
    controlPlaneWords(clusterApi?.controlPlaneReplicas ?? null),
    ...pools.map(({ name, minNodes, maxNodes }) =>
      minNodes === maxNodes ? `${maxNodes} in ${name}` : `${minNodes} to ${maxNodes} in ${name}`,
    ),
  ].join(", "),
});
