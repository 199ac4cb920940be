import { systemClock } from "#server/adapters/clock.ts";
import { listMachines } from "#server/adapters/provider/cluster-api/operating.ts";
import { clusterApiProvider } from "#server/adapters/provider/cluster-api/provider.ts";
import type { App } from "#server/context.ts";
import type { ClusterChange } from "#server/domain/cluster/cluster-api/change.ts";
import { machinesOf } from "#server/domain/cluster/cluster-api/machine-fact.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { changeCluster } from "#server/services/cluster/change.ts";
import { drive, type Told } from "./drive.ts";
import type { Management } from "./management.ts";

const { signal } = new AbortController();
const identity = { id: "c1", name: "heron", zone: "DE" };

/** One cluster with its row in memory: the verbs write it, and the steps of each wish are done as the cluster loop does them. */
export function operated(management: () => Management, spec: ClusterSpec) {
  const row = {
    ...identity,
    provider: "cluster-api",
    spec,
    generation: 1,
    observedGeneration: 1,
    deletionRequestedAt: null,
  };
  const audits: string[] = [];
  const access = { find: () => Promise.resolve({ name: "home", kubeconfig: management().kubeconfig }) };
  const stored = new Map<string, string>();
  const provider = clusterApiProvider({
    managements: access,
    kubeconfigs: {
      find: (id) => Promise.resolve(stored.get(id)),
      save: (id, yaml) => Promise.resolve(void stored.set(id, yaml)),
      seal: () => Promise.reject(new Error("not needed here")),
    },
    clusters: { removeSecrets: (id) => Promise.resolve(void stored.delete(id)) },
  });
  const app = {
    clock: systemClock,
    actor: { kind: "user", id: "u", name: "Ada", role: "operator" },
    managementClusters: { find: (id: string) => Promise.resolve({ id, name: "home" }) },
    managements: access,
    clusters: {
      findByName: () => Promise.resolve(row),
      saveSpec: (_: object, wanted: ClusterSpec, { action }: { action: string }) => {
        audits.push(action);
        Object.assign(row, { spec: ClusterSpec.parse(wanted), generation: row.generation + 1 });
        return Promise.resolve(true);
      },
    },
    queue: { add: () => Promise.resolve() },
    live: { publish: () => Promise.resolve() },
  } as unknown as App;
  const settle = async (kind: "create" | "scale"): Promise<Told> => {
    const steps = kind === "create" ? provider.createSteps(row.spec) : provider.scaleSteps(row.spec);
    const told = await drive(provider, "apply", identity, row.spec, steps);
    row.observedGeneration = row.generation;
    return told;
  };
  const names = async (pool: string | null): Promise<string[]> => {
    const { client, own } = { client: management().kube, own: spec.clusterApi };
    if (!own) throw new Error("the spec is not one of Cluster API");
    const machines = await listMachines({ client, signal }, identity, own);
    return machinesOf(machines, pool).map(({ name }) => name);
  };
  return {
    name: identity.name,
    app,
    row,
    provider,
    identity,
    audits,
    settle,
    /** Names of the machines of a pool that are there to stay. */
    names,
    change: (change: ClusterChange) => changeCluster(app, { name: identity.name, change }),
  };
}
