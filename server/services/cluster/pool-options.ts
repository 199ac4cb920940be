import { findAutoscaler, listMachines } from "#server/adapters/provider/cluster-api/operating.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { autoscalerWords } from "#server/domain/cluster/cluster-api/autoscaler.ts";
import { machinesOf } from "#server/domain/cluster/cluster-api/machine-fact.ts";
import { askManagement } from "../management/ask.ts";
import { classNamed } from "./from-class.ts";
import type { ByName } from "./get.ts";
import { changeable } from "./wanted.ts";

export interface PoolOptions {
  /** Of its class. */
  workerClasses: string[];
  /** How many machines there are now, of the control plane and by the pool's name. */
  controlPlane: number;
  pools: Record<string, number>;
  /** What is known of that which moves pools between their bounds. */
  autoscaler: string;
}

/** What a person needs to know to change the pools of a cluster that Cluster API made. */
export async function poolOptions(app: App, { name }: ByName): Promise<PoolOptions> {
  authorise(app.actor, "operate", "change a cluster");
  const { row, management, own } = await changeable(app, name);
  const { workerClasses } = await classNamed(app, management, own.classRef);
  return askManagement(app, management, async (access) => {
    const machines = await listMachines(access, row, own);
    const count = (pool: string | null): number => machinesOf(machines, pool).length;
    return {
      workerClasses,
      controlPlane: count(null),
      pools: Object.fromEntries(row.spec.pools.map((pool) => [pool.name, count(pool.name)])),
      autoscaler: autoscalerWords(await findAutoscaler(access), management.name),
    };
  });
}
