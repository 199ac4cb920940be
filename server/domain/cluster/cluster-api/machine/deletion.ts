import { counted } from "../../words.ts";
import type { ClusterSpec, PoolSpec } from "../../spec.ts";
import {
  conditionOf,
  isControlledBy,
  isControlPlaneMachine,
  isDeleting,
  type ClusterObjects,
  type TreeObject,
} from "../tree/object.ts";
import { inTheWay, type MachineIn } from "./in-the-way.ts";

/** remove: its pool has one machine fewer afterwards. replace: another is made in its place. */
export type MachineWay = "remove" | "replace";

export interface WayView {
  way: MachineWay;
  /** What follows, a sentence with the numbers. */
  sentence: string;
}
export interface DeletionPlan {
  /** Why it cannot be deleted now; then there are no ways. */
  refused: string | null;
  ways: WayView[];
  /** Why there is no other way, where a person may expect one. */
  notes: string[];
  pool: string | null;
}

const refusal = (sentence: string): DeletionPlan => ({ refused: sentence, ways: [], notes: [], pool: null });

/** What deleting a chosen machine comes to: it depends on who keeps the number of such machines. */
export function planDeletion(asked: MachineIn, spec: ClusterSpec): DeletionPlan {
  const obstacle = inTheWay(asked);
  if (obstacle) return refusal(obstacle);
  return isControlPlaneMachine(asked.machine) ? ofControlPlane(asked) : ofWorker(asked, spec);
}

/** etcd has a member on each, and must keep its majority while one goes. */
function ofControlPlane({ machine, objects }: MachineIn): DeletionPlan {
  const { name } = machine.metadata;
  const all = objects.machines.filter(isControlPlaneMachine);
  const others = all.filter((each) => each !== machine);
  if (others.length === 0)
    return refusal(
      `${name} is the only control-plane machine: with it would go etcd, and every object of the cluster.`,
    );
  const going = others.find(isDeleting);
  if (going)
    return refusal(
      `${going.metadata.name} of the control plane is going already. One at a time keeps etcd whole.`,
    );
  const ready = others.filter((each) => conditionOf(each, "Ready")?.status === "True").length;
  const majority = Math.floor(all.length / 2) + 1;
  if (ready < majority)
    return refusal(
      `Of the other control-plane machines ${ready} of ${others.length} ${ready === 1 ? "is" : "are"} ready, and etcd needs ${majority}. Mend those first.`,
    );
  const sentence = `A control-plane machine is replaced, not removed: the control plane stays at ${counted(all.length, "machine")}, and makes a new one once ${name} is gone.`;
  return { refused: null, ways: [{ way: "replace", sentence }], notes: [], pool: null };
}

function ofWorker({ machine, objects }: MachineIn, spec: ClusterSpec): DeletionPlan {
  const { name } = machine.metadata;
  const found = poolOf(machine, objects, spec);
  if (!found)
    return refusal(
      `${name} belongs to no pool of this cluster's, so what became of it would be nobody's wish.`,
    );
  const { pool, deployment, machines } = found;
  const size = deployment.spec.replicas;
  const held = keptSize(pool, size, machines.filter((each) => !isDeleting(each)).length);
  const stays = size === undefined ? "at its size" : `at ${counted(size, "machine")}`;
  const replace: WayView = {
    way: "replace",
    sentence: `${pool.name} stays ${stays}: a new machine is made in place of ${name}.`,
  };
  if (held) return { refused: null, ways: [replace], notes: [held], pool: pool.name };
  const after = pool.maxNodes - 1;
  const remove: WayView = {
    way: "remove",
    sentence: `${pool.name} goes from ${counted(pool.maxNodes, "machine")} to ${after}: ${name} is the one that goes, and no other is made.`,
  };
  return { refused: null, ways: [remove, replace], notes: [], pool: pool.name };
}

/** Why a pool cannot have one machine fewer by this; undefined when it can. */
function keptSize(pool: PoolSpec, size: number | undefined, there: number): string | undefined {
  const { name, minNodes, maxNodes } = pool;
  if (minNodes !== maxNodes) {
    const least = size !== undefined && size <= minNodes ? " It is at its least now." : "";
    return `The autoscaler keeps ${name} between ${minNodes} and ${maxNodes} machines, so its number is not lowered here.${least}`;
  }
  if (maxNodes <= 1)
    return `It is the last machine of ${name}, so it is replaced. To have none, set the pool to 0 under Node pools.`;
  if (size !== maxNodes || there !== maxNodes)
    return `${name} is on its way to ${counted(maxNodes, "machine")} and has ${there} now: lowering the number would not take this one. It can be removed once they agree.`;
  return undefined;
}

const POOL_LABEL = "topology.cluster.x-k8s.io/deployment-name";

/** The pool of ours whose MachineDeployment made it, through its MachineSet. */
function poolOf(machine: TreeObject, objects: ClusterObjects, { pools }: ClusterSpec) {
  const set = objects.machineSets.find((each) => isControlledBy(machine, each));
  const deployment = set && objects.machineDeployments.find((each) => isControlledBy(set, each));
  const pool = deployment && pools.find(({ name }) => name === deployment.metadata.labels[POOL_LABEL]);
  if (!pool) return undefined;
  const sets = objects.machineSets.filter((each) => isControlledBy(each, deployment));
  const machines = objects.machines.filter((each) => sets.some((owner) => isControlledBy(each, owner)));
  return { pool, deployment, machines };
}

/** The wish with one machine fewer in a pool; the marked one is what Cluster API then takes. */
export const withOneFewer = (spec: ClusterSpec, name: string): ClusterSpec => ({
  ...spec,
  pools: spec.pools.map((pool) =>
    pool.name === name ? { ...pool, minNodes: pool.maxNodes - 1, maxNodes: pool.maxNodes - 1 } : pool,
  ),
});
