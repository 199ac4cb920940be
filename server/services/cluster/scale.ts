import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { PoolSpec, type ClusterSpec } from "#server/domain/cluster/spec.ts";
import { DomainError } from "#server/domain/errors.ts";
import { announce, clusterNamed, refuseWhileDeleting } from "./view.ts";

export const ScaleCluster = z.object({
  name: z.string().min(1).max(200),
  pools: z
    .array(PoolSpec.pick({ name: true, maxNodes: true }))
    .min(1, { error: "Give at least one pool." })
    .max(10),
});
export type ScaleCluster = z.infer<typeof ScaleCluster>;

/** How far each pool may grow; the cluster loop applies it at the new generation. */
export async function scaleCluster(app: App, { name, pools }: ScaleCluster): Promise<void> {
  authorise(app.actor, "operate", "scale a cluster");
  const row = await clusterNamed(app, name);
  refuseWhileDeleting(row);
  if (row.provider === "imported") {
    throw new DomainError("BAD_REQUEST", `${name} is imported: its nodes are scaled where it was made.`);
  }
  const spec = scaled(row.spec, pools);
  if (JSON.stringify(spec) === JSON.stringify(row.spec)) return;
  const audit = { actor: app.actor, action: "cluster.scale", at: app.clock.now(), detail: { pools } };
  if (!(await app.clusters.saveSpec(row, spec, audit))) {
    throw new DomainError("CONFLICT", `${name} was changed by someone else meanwhile. Look at it again.`);
  }
  await announce(app, row);
}

function scaled(spec: ClusterSpec, changes: ScaleCluster["pools"]): ClusterSpec {
  const unknown = changes.find((change) => !spec.pools.some((pool) => pool.name === change.name));
  if (unknown) {
    const names = spec.pools.map((pool) => pool.name).join(", ");
    throw new DomainError("BAD_REQUEST", `There is no pool named ${unknown.name}. Its pools are ${names}.`);
  }
  const pools = spec.pools.map((pool) => {
    const maxNodes = changes.find((change) => change.name === pool.name)?.maxNodes ?? pool.maxNodes;
    const isFixed = spec.clusterApi !== undefined && pool.minNodes === pool.maxNodes; // so many machines, no more and no fewer
    return { ...pool, maxNodes, minNodes: isFixed ? maxNodes : Math.min(pool.minNodes, maxNodes) };
  });
  return { ...spec, pools };
}
