import { z } from "zod";
import { AgentImage, DEFAULT_AGENT_IMAGE } from "../../agent/image.ts";
import { KubernetesName } from "../../policy/spec.ts";

const Cidr = z.cidrv4({ error: "Give a range such as 192.168.0.0/16." });

export const ControlPlaneReplicas = z
  .int({ error: "Give a whole number of machines." })
  .min(1, { error: "A control plane has 1 to 7 machines." })
  .max(7, { error: "A control plane has 1 to 7 machines." })
  .refine((count) => count % 2 === 1, {
    error: "etcd needs an odd number of machines: 1, 3, 5 or 7.",
  });

/** What a cluster that Cluster API makes has beside its version and its pools. */
export const ClusterApiSpec = z.object({
  /** The management cluster that makes it, by id. */
  managementId: z.string().min(1).max(64),
  /** Where its object stands there. */
  namespace: KubernetesName,
  classRef: z.object({ name: KubernetesName, namespace: KubernetesName }),
  /** Null: the class decides, as where a cloud runs the control plane and has no notion of its machines. */
  controlPlaneReplicas: ControlPlaneReplicas.nullable().default(3),
  /** Machines of the control plane that were made before it are replaced. */
  controlPlaneRolloutAfter: z.iso.datetime().optional(),
  /** Cluster API changes and heals nothing of it. */
  paused: z.boolean().default(false),
  /** Absent: the class, or Kubernetes, decides. */
  podCidr: Cidr.optional(),
  serviceCidr: Cidr.optional(),
  /** Whether its creation puts the carbon agent into it. */
  installAgent: z.boolean().default(true),
  agentImage: AgentImage.default(DEFAULT_AGENT_IMAGE),
  /** Of the class, by name. Those that are left out have the class's own defaults. */
  variables: z.record(z.string().min(1).max(256), z.json()).default({}),
});
export type ClusterApiSpec = z.infer<typeof ClusterApiSpec>;
