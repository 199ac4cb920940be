import type { App } from "#server/context.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import type { DryRunDays, DryRunView } from "#server/domain/policy/dry-run-view.ts";

/** Sums what was recorded of these clusters. */
export async function dryRunIn(
  app: App,
  {
    clusters,
    policies,
    days,
  }: {
    clusters: readonly ClusterRow[];
    /** "namespace/name" each; undefined: all. */
    policies?: readonly string[];
    days: DryRunDays;
  },
): Promise<DryRunView> {
  const from = new Date(+app.clock.now() - days * DAY_MS);
  const sums = await app.decisions.dryRunSums({ clusterIds: clusters.map(({ id }) => id), policies, from });
  return { ...sums, days };
}
