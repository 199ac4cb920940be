import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import {
  ClusterName,
  ClusterSize,
  ClusterSpec,
  MakingProvider,
  PoolSpec,
  specOfSize,
} from "#server/domain/cluster/spec.ts";
import { DomainError } from "#server/domain/errors.ts";
import { DEFAULT_SIZE, localObstacle } from "./suggest.ts";
import { announce } from "./view.ts";

export const ZoneName = z.string().min(1, { error: "Choose a grid zone." }).max(64);
export const CreateCluster = z.object({
  name: ClusterName,
  zone: ZoneName,
  provider: MakingProvider.optional(),
  size: ClusterSize.optional(),
  /** In place of a size. */
  pools: z.array(PoolSpec).min(1, { error: "Give at least one pool." }).max(10).optional(),
});
export type CreateCluster = z.infer<typeof CreateCluster>;

/** States the wish for a cluster; the cluster loop makes it, step by step. */
export async function createCluster(
  app: App,
  { name, zone, provider = "sandbox", size, pools }: CreateCluster,
): Promise<{ name: string }> {
  authorise(app.actor, "operate", "create a cluster");
  await refuseUnknownZone(app, zone);
  const spec = pools ? specOfPools(pools) : specOfSize(size ?? DEFAULT_SIZE, provider);
  if (provider === "local") await refuseLocal(app, spec);
  const id = randomUUID();
  const cluster = {
    id,
    name,
    provider,
    zone,
    spec,
    createdBy: app.actor.name,
    secrets: [],
  };
  const audit = {
    actor: app.actor,
    action: "cluster.create",
    at: app.clock.now(),
    detail: { provider, zone, spec },
  };
  if (!(await app.clusters.create(cluster, audit))) throw await nameTaken(app, name);
  await announce(app, { id });
  return { name };
}

async function refuseLocal(app: App, { pools }: ClusterSpec): Promise<void> {
  const kept = pools.find((pool) => pool.minNodes > 0);
  if (kept) {
    throw new DomainError(
      "BAD_REQUEST",
      `The pool ${kept.name} of a local cluster cannot keep nodes: Karpenter makes each when a Pod asks for it.`,
    );
  }
  const obstacle = await localObstacle(app);
  if (!obstacle) return;
  const remedy = obstacle.command ? ` Run "${obstacle.command}" first.` : "";
  throw new DomainError("PRECONDITION_FAILED", `${obstacle.why}${remedy}`);
}

function specOfPools(pools: PoolSpec[]): ClusterSpec {
  const problem = poolsProblem(pools);
  if (problem) throw new DomainError("BAD_REQUEST", problem);
  return ClusterSpec.parse({ pools });
}

/** Why pools cannot stand side by side, as a sentence. */
export function poolsProblem(
  pools: readonly Pick<PoolSpec, "name" | "minNodes" | "maxNodes">[],
): string | undefined {
  const names = new Set(pools.map((pool) => pool.name));
  if (names.size < pools.length) return "Two pools have the same name; give each its own.";
  const inverted = pools.find((pool) => pool.minNodes > pool.maxNodes);
  if (!inverted) return undefined;
  return `The pool ${inverted.name} keeps ${inverted.minNodes} nodes but may have only ${inverted.maxNodes}.`;
}

export async function refuseUnknownZone(app: App, zone: string): Promise<void> {
  const zones = await app.clusters.zones();
  if (zones.some((known) => known.zone === zone)) return;
  const known = zones
    .map((each) => each.zone)
    .slice(0, 8)
    .join(", ");
  throw new DomainError(
    "BAD_REQUEST",
    known
      ? `No carbon source speaks for the zone ${zone}. Known zones: ${known}.`
      : `No carbon source speaks for the zone ${zone}. Add one on the carbon page first.`,
  );
}

export async function nameTaken(app: App, name: string): Promise<DomainError> {
  const other = await app.clusters.findByName(name);
  return new DomainError(
    "CONFLICT",
    other?.deletionRequestedAt
      ? `A cluster named ${name} is still being deleted. The name is free once that is done; choose another, or wait.`
      : `There is a cluster named ${name} already. Choose another name.`,
  );
}
