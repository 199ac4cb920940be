import { systemClock } from "#server/adapters/clock.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import type { App } from "#server/context.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import type { ClusterSpec } from "#server/domain/cluster/spec.ts";
import type { Management } from "./management.ts";

const nothing = () => Promise.resolve();

/** The verbs on one cluster of a real management cluster; of Postgres only its row, kept here. */
export function appOf(
  { kubeconfig }: Management,
  { id, name }: ClusterIdentity,
  spec: ClusterSpec,
  kubeconfigs: Pick<Kubeconfigs, "find">,
): { app: App; stored: () => { spec: ClusterSpec } } {
  let row = { id, name, spec, generation: 1, observedGeneration: 1, deletionRequestedAt: null };
  const app = {
    clock: systemClock,
    actor: { kind: "user", id: "u", name: "Ada", role: "operator" },
    managementClusters: { find: () => Promise.resolve({ id: "m1", name: "home" }) },
    managements: { find: () => Promise.resolve({ name: "home", kubeconfig }) },
    kubeconfigs,
    clusters: {
      findByName: () => Promise.resolve(row),
      saveSpec: (_: unknown, next: ClusterSpec) => {
        row = { ...row, spec: next, generation: row.generation + 1 };
        return Promise.resolve(true);
      },
    },
    audit: { add: nothing },
    queue: { add: nothing },
    live: { publish: nothing },
  };
  return { app: app as unknown as App, stored: () => row };
}
