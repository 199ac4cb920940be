import type { ClusterSpec, PoolSpec } from "../spec.ts";
import { counted } from "../words.ts";
import { machinesOf, type MachineFact } from "./machine-fact.ts";
import { upgradePath } from "./version.ts";

/** How many machines of a pool, or between which bounds. */
type Size = Pick<PoolSpec, "minNodes" | "maxNodes">;
export const isFixed = ({ minNodes, maxNodes }: Size): boolean => minNodes === maxNodes;
const machines = (count: number): string => counted(count, "machine");

/** What going from one spec to another does to a cluster, a sentence each; none where it does nothing. */
export function changeWords(
  before: ClusterSpec,
  after: ClusterSpec,
  there: readonly MachineFact[],
): string[] {
  const words = [
    ...rollWords(before, after, there),
    ...after.pools.flatMap((pool) => {
      const was = before.pools.find(({ name }) => name === pool.name);
      return was ? poolWords(was, pool, machinesOf(there, pool.name).length) : [addedWords(pool)];
    }),
    ...before.pools
      .filter(({ name }) => !after.pools.some((pool) => pool.name === name))
      .map(({ name }) => removedWords(name, machinesOf(there, name))),
  ];
  const pause = pauseWords(before, after);
  if (pause) return [...words, pause];
  const waits = after.clusterApi?.paused === true && words.length > 0;
  return waits ? [...words, "It is paused: nothing of this is done until it is resumed."] : words;
}

function pauseWords({ clusterApi: before }: ClusterSpec, { clusterApi: after }: ClusterSpec) {
  if (before?.paused === after?.paused) return undefined;
  return after?.paused
    ? "Cluster API stops looking after it: no machine is made, replaced, healed or removed until it is resumed. What runs in it goes on."
    : "Cluster API looks after it again, and does at once what was asked of it meanwhile.";
}

function rollWords(before: ClusterSpec, after: ClusterSpec, there: readonly MachineFact[]): string[] {
  const words: string[] = [];
  if (before.clusterApi?.controlPlaneRolloutAfter !== after.clusterApi?.controlPlaneRolloutAfter)
    words.push(replaced("The control plane", machinesOf(there, null).length));
  for (const { name, rolloutAfter } of after.pools) {
    const was = before.pools.find((pool) => pool.name === name);
    if (was && was.rolloutAfter !== rolloutAfter) words.push(replaced(name, machinesOf(there, name).length));
  }
  return words;
}

const replaced = (what: string, count: number): string => {
  if (count === 0) return `${what} has no machine now: there is nothing to replace.`;
  return count === 1
    ? `${what} is rolled: its machine is replaced by a new one.`
    : `${what} is rolled: its ${machines(count)} are replaced by new ones, one after another.`;
};

function poolWords(was: PoolSpec, pool: PoolSpec, there: number): string[] {
  const words: string[] = [];
  if (was.minNodes !== pool.minNodes || was.maxNodes !== pool.maxNodes)
    words.push(sizeWords(was, pool, there));
  if (was.role !== pool.role) words.push(`${pool.name} is ${ROLES[pool.role]} from now on.`);
  return words;
}

export const ROLES: Record<PoolSpec["role"], string> = {
  green: "for Jobs in green hours",
  fallback: "for all work",
};

function sizeWords(was: PoolSpec, pool: PoolSpec, there: number): string {
  const { name } = pool;
  if (isFixed(was) && isFixed(pool)) return `${name}: ${was.maxNodes} → ${machines(pool.maxNodes)}.`;
  if (isFixed(pool)) return `${name}: ${boundsText(was)} → always ${machines(pool.maxNodes)}; ${now(there)}.`;
  const first = `${name}: ${isFixed(was) ? machines(was.maxNodes) : boundsText(was)} → ${boundsText(pool)}`;
  return `${first}; ${isFixed(was) ? handedOver(pool, there) : kept(pool, there)}.`;
}

/** Cluster API itself brings a number into the bounds in the moment in which it is handed over, and only then. */
function handedOver({ minNodes, maxNodes }: Size, there: number): string {
  if (there < minNodes) return `${now(there)}, so Cluster API makes it ${minNodes} at once`;
  if (there > maxNodes) return `${now(there)}, so Cluster API makes it ${maxNodes} at once`;
  return `${now(there)}, which stays until the autoscaler changes it`;
}

const kept = ({ minNodes, maxNodes }: Size, there: number): string =>
  there < minNodes || there > maxNodes
    ? `${now(there)}, and only the autoscaler brings it within`
    : `${now(there)}, which stays until the autoscaler changes it`;

const now = (there: number): string => `it has ${there} now`;
const boundsText = ({ minNodes, maxNodes }: Size): string =>
  `${minNodes} to ${machines(maxNodes)} by the autoscaler`;

function addedWords(pool: PoolSpec): string {
  const { name, machineClass, minNodes, role } = pool;
  const bounds = isFixed(pool) ? "" : `, ${boundsText(pool)}`;
  return `Pool ${name} is added with ${machines(minNodes)} of the class ${machineClass ?? "?"}${bounds}, ${ROLES[role]}.`;
}

function removedWords(name: string, there: readonly MachineFact[]): string {
  if (there.length === 0) return `Pool ${name} goes; it has no machine.`;
  const names = there.map((machine) => machine.name).join(", ");
  return `Pool ${name} goes, and its ${machines(there.length)}: ${names}. Each is drained first.`;
}

/** What an upgrade does, a sentence each. */
export function upgradeWords(
  from: string,
  to: string,
  offered: readonly string[],
  machineCount: number,
): string[] {
  const path = upgradePath(from, to, offered);
  const times = path.length === 1 ? "once" : `${path.length} times, once for each version`;
  return [
    `Kubernetes: ${[from, ...path].join(" → ")}.`,
    `The control plane first, then each pool: each of its ${machines(machineCount)} is replaced ${times}. There is no way back.`,
  ];
}
