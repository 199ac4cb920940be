import { TreeObject } from "../tree/object.ts";
import { healthyObjects, machineOf, treeObject } from "../tree/testing.ts";
import type { MachineIn } from "./in-the-way.ts";

type Healthy = ReturnType<typeof healthyObjects>;
export const labelled = (all: Healthy, replicas = 2): Healthy => ({
  ...all,
  machineDeployments: all.machineDeployments.map((object) =>
    TreeObject.parse({
      ...object,
      metadata: { ...object.metadata, labels: { "topology.cluster.x-k8s.io/deployment-name": "md-0" } },
      spec: { ...object.spec, replicas },
    }),
  ),
});
const setOf = ({ machineSets: [set] }: Healthy): TreeObject => set ?? treeObject("MachineSet", "none");
const controlPlaneOf = ({ referred }: Healthy): TreeObject =>
  referred[1] ?? treeObject("KubeadmControlPlane", "none");

/** A healthy cluster with some machines otherwise, and one of them asked for. */
export function asked(
  name: string,
  others: Record<string, Parameters<typeof machineOf>[2]> = {},
  all: Healthy = labelled(healthyObjects()),
  cluster: TreeObject = all.cluster,
): MachineIn {
  const machines = all.machines.map((object) => {
    const { name: own } = object.metadata;
    const node = { status: { nodeRef: { name: `node-${own}` } } };
    return machineOf(own, own.startsWith("c") ? controlPlaneOf(all) : setOf(all), {
      ...node,
      ...others[own],
    });
  });
  const machine = machines.find(({ metadata }) => metadata.name === name) ?? treeObject("Machine", name);
  return { machine, objects: { ...all, cluster, machines }, wantedVersion: "v1.35.4", wantedPaused: false };
}
export const GOING = { deletedAt: "2026-11-22T12:00:00Z" };
export const plain = (value: unknown): string => JSON.stringify(value).replaceAll("\u00a0", " ");
