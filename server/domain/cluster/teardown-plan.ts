import type { ClusterSpec } from "./spec.ts";

/** What deleting a cluster takes away, and what it leaves. */
export interface TeardownPlan {
  removes: Removed[];
  /** Sentences, with a full stop, are what could not be counted. */
  keeps: string[];
  /** What a person should do first, or know. */
  warnings?: string[];
}
export interface Removed {
  what: string;
  count: number;
  /** Each by name, where that helps: the first of them, when there are many. */
  items?: string[];
}

/** A machine by its pool; undefined: of the control plane. */
export interface MachineOf {
  name: string;
  pool: string | undefined;
}
/** What stands outside a cluster and was made from inside it, with the Jobs that its end cuts short. */
export interface MadeInside {
  loadBalancers: Named;
  volumes: Named;
  jobs: { running: number; held: number };
}
export interface Named {
  count: number;
  items: string[];
}
/** An answer, or why there is none: never taken for nothing. */
export type Asked<T> = { read: T } | { problem: string };

export const MOST_NAMED = 12;

/** What dies with a cluster that Cluster API makes, in the order of its end. */
export function whatDies(
  { pools }: Pick<ClusterSpec, "pools">,
  machines: Asked<readonly MachineOf[]>,
  inside: Asked<MadeInside>,
): Pick<TeardownPlan, "removes"> & { warnings: string[] } {
  const removes = [
    ...("read" in inside ? madeInside(inside.read) : []),
    ...("read" in machines ? machinesByPool(machines.read) : []),
    { what: pools.length === 1 ? "pool" : "pools", count: pools.length },
    { what: "network, with the load balancer of its API", count: 1 },
    { what: "stored kubeconfig", count: 1 },
  ];
  return { removes: removes.filter(({ count }) => count > 0), warnings: warningsOf(machines, inside) };
}

function madeInside({ jobs, loadBalancers, volumes }: MadeInside): Removed[] {
  return [
    { what: jobs.running === 1 ? "running Job" : "running Jobs", count: jobs.running },
    { what: jobs.held === 1 ? "held Job" : "held Jobs", count: jobs.held },
    { what: loadBalancers.count === 1 ? "load balancer" : "load balancers", ...loadBalancers },
    { what: volumes.count === 1 ? "volume with its data" : "volumes with their data", ...volumes },
  ];
}

function machinesByPool(machines: readonly MachineOf[]): Removed[] {
  const pools = [...new Set(machines.map(({ pool }) => pool))];
  const workersFirst = pools.toSorted((a, b) => (a ?? "\uffff").localeCompare(b ?? "\uffff"));
  return workersFirst.map((pool) => {
    const names = machines.filter((machine) => machine.pool === pool).map(({ name }) => name);
    const word = names.length === 1 ? "machine" : "machines";
    const what = pool === undefined ? `control-plane ${word}` : `${word} of the pool ${pool}`;
    return { what, count: names.length, items: names.toSorted().slice(0, MOST_NAMED) };
  });
}

function warningsOf(machines: Asked<unknown>, inside: Asked<MadeInside>): string[] {
  const warnings: string[] = [];
  if ("problem" in machines) warnings.push(`Its machines could not be read. ${machines.problem}`);
  if ("problem" in inside) {
    warnings.push(`Its load balancers, volumes and Jobs could not be read. ${inside.problem} ${MAY_OUTLIVE}`);
    return warnings;
  }
  const { loadBalancers, volumes } = inside.read;
  const made = [loadBalancers.count > 0 ? ["Services"] : [], volumes.count > 0 ? ["claims"] : []].flat();
  if (made.length > 0) warnings.push(`Delete their ${made.join(" and ")} first. ${MAY_OUTLIVE}`);
  return warnings;
}

/** The cloud's controllers run in the cluster and end with it: nobody is left to take away what they made. */
const MAY_OUTLIVE =
  "Its own controllers made them and end with it, so load balancers and disks may outlive it in the cloud, and go on costing.";
