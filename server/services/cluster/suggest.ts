import { ENGINES_COMMAND, LOCAL_FILES } from "#server/adapters/control-plane/engines.ts";
import { findEngines } from "#server/adapters/control-plane/find-engines.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DEFAULT_AGENT_IMAGE } from "#server/domain/agent/image.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { ClusterSize, SIZES } from "#server/domain/cluster/spec.ts";
import { suggestName } from "#server/domain/cluster/suggest.ts";

export const DEFAULT_SIZE: ClusterSize = "medium";

/** What one click makes. `zone` is empty where no grid zone has a source yet. */
export async function suggestCluster(app: App) {
  authorise(app.actor, "read", "see clusters");
  const [clusters, zones, local] = await Promise.all([
    app.clusters.list(),
    app.clusters.zones(),
    localObstacle(app),
  ]);
  return {
    name: suggestName(new Set(clusters.map((cluster) => cluster.name)), Math.random()),
    zone: zones[0]?.zone ?? "",
    zones,
    size: DEFAULT_SIZE,
    local,
    agentImage: agentImageOf(clusters),
    sizes: ClusterSize.options.map((size) => ({ size, ...SIZES[size] })),
  };
}

/** The one that the newest cluster with an agent was created with: whoever has a registry names it once. */
const agentImageOf = (clusters: readonly ClusterRow[]): string =>
  clusters
    .toSorted((one, other) => +other.createdAt - +one.createdAt)
    .find(({ spec }) => spec.clusterApi?.installAgent)?.spec.clusterApi?.agentImage ?? DEFAULT_AGENT_IMAGE;

/** Why no local cluster can be made now, and what helps; undefined when one can. */
export interface LocalObstacle {
  why: string;
  /** Typed once, in the folder of the product. */
  command: string | undefined;
}

/** Looked up on the console's machine: the worker that would run it looks again. */
export async function localObstacle({ config }: App): Promise<LocalObstacle | undefined> {
  if (config.clock) {
    return {
      why: "This console's clock is set by hand, and real Kubernetes knows real time only.",
      command: undefined,
    };
  }
  const { missing } = await findEngines(config.enginesEnv, LOCAL_FILES);
  if (missing.length === 0) return undefined;
  const some = missing.length < LOCAL_FILES.length ? ` (${missing.join(", ")})` : "";
  return {
    why: `The programs of Kubernetes are not on this machine yet${some}. They are built once, in about 20 minutes.`,
    command: ENGINES_COMMAND,
  };
}
