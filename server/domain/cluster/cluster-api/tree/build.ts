import { compareText, groupMachines } from "./group.ts";
import {
  conditionOf,
  isControlledBy,
  isControlPlaneMachine,
  isDeleting,
  referredIn,
  type ClusterObjects,
  type TreeObject,
  type TreeReference,
} from "./object.ts";
import { headingOf, rowOf } from "./row.ts";
import type { TreeNode } from "./view.ts";

/** The objects of a Cluster as `clusterctl describe cluster` shows them: who belongs to whom, and only what says something. */
export function buildTree(objects: ClusterObjects): TreeNode {
  const { cluster, referred, machines } = objects;
  const infrastructure = referredIn(referred, cluster.spec.infrastructureRef);
  const controlPlane = referredIn(referred, cluster.spec.controlPlaneRef);
  const ofControlPlane = controlPlane ? machines.filter(isControlPlaneMachine) : [];
  const children = [
    infrastructure && rowOf(infrastructure, "infrastructure"),
    controlPlane && rowOf(controlPlane, "control-plane", machineRows(controlPlane, ofControlPlane, referred)),
    workersOf(objects, new Set(ofControlPlane)),
  ];
  return rowOf(cluster, "cluster", sorted(children.filter((child) => child !== undefined)));
}

function workersOf(objects: ClusterObjects, placed: ReadonlySet<TreeObject>): TreeNode | undefined {
  const { machineDeployments, machinePools, machineSets, machines, referred } = objects;
  const taken = new Set(placed);
  const take = (owners: readonly TreeObject[]): TreeObject[] => {
    const own = machines.filter((machine) => owners.some((owner) => isControlledBy(machine, owner)));
    for (const machine of own) taken.add(machine);
    return own;
  };
  const pools = [
    ...machineDeployments.map((deployment) => {
      const sets = machineSets.filter((set) => isControlledBy(set, deployment));
      return rowOf(deployment, "pool", machineRows(deployment, take(sets), referred));
    }),
    ...machinePools.map((pool) =>
      rowOf(pool, "pool", [
        ...besides(pool, poolReferences(pool), referred),
        ...machineRows(pool, take([pool]), referred),
      ]),
    ),
  ];
  const orphans = machines.filter((machine) => !taken.has(machine));
  const rows = sorted(pools);
  if (orphans.length > 0)
    rows.push(headingOf("other", "Other", machineRows(objects.cluster, orphans, referred)));
  return rows.length > 0 ? headingOf("workers", "Workers", rows) : undefined;
}

/** Each with its infrastructure and its bootstrap where these say more than it does itself, then grouped. */
function machineRows(
  parent: TreeObject,
  machines: readonly TreeObject[],
  referred: readonly TreeObject[],
): TreeNode[] {
  const rows = machines.map((object) => {
    const { infrastructureRef, bootstrap } = object.spec;
    const references = [infrastructureRef, bootstrap?.configRef];
    return { object, row: rowOf(object, "machine", sorted(besides(object, references, referred))) };
  });
  return sorted(groupMachines(parent.metadata.uid, rows));
}

function besides(
  parent: TreeObject,
  references: readonly (TreeReference | undefined)[],
  referred: readonly TreeObject[],
): TreeNode[] {
  return references
    .map((reference) => referredIn(referred, reference))
    .filter((object) => object !== undefined)
    .filter((object) => !isEcho(object, parent))
    .map((object) => rowOf(object, "infrastructure"));
}

/** Ready, or not ready for the very reason of its machine. What is being deleted is always shown: its finalizers matter. */
function isEcho(object: TreeObject, parent: TreeObject): boolean {
  if (isDeleting(object)) return false;
  const own = conditionOf(object, "Ready");
  const above = conditionOf(parent, "Ready");
  return own?.status === "True" || (own?.status === above?.status && own?.reason === above?.reason);
}

type PoolTemplate = { infrastructureRef?: TreeReference; bootstrap?: { configRef?: TreeReference } };
/** What a MachinePool refers to: one infrastructure and one bootstrap for all of its machines. */
export function poolReferences({ spec }: TreeObject): (TreeReference | undefined)[] {
  const { infrastructureRef, bootstrap } = (spec.template?.spec ?? {}) as PoolTemplate;
  return [infrastructureRef, bootstrap?.configRef];
}

const titleOf = ({ kind, name, role }: TreeNode): string =>
  role === "group" ? name : `${kind} ${name}`.trim();
const sorted = (rows: readonly TreeNode[]): TreeNode[] =>
  rows.toSorted((a, b) => compareText(titleOf(a), titleOf(b)));

/** Whether anything of it is on its way: it is looked at again soon. */
export const isMoving = ({ severity, counts, children }: TreeNode): boolean =>
  ["waiting", "failed", "unknown", "deleting"].includes(severity) ||
  (counts?.wanted !== undefined && counts?.wanted !== null && counts.ready !== counts.wanted) ||
  children.some(isMoving);
