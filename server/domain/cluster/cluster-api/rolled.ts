import type { ClusterSpec } from "../spec.ts";
import { counted } from "../words.ts";
import type { MachineFact } from "./machine-fact.ts";

/** What a roll that was asked for has not replaced yet, as a sentence; undefined when all is replaced. */
export function notRolled(
  { pools, clusterApi }: Pick<ClusterSpec, "pools" | "clusterApi">,
  machines: readonly MachineFact[],
): string | undefined {
  const parts = [
    { pool: null, title: "the control plane", after: clusterApi?.controlPlaneRolloutAfter },
    ...pools.map(({ name, rolloutAfter }) => ({ pool: name, title: name, after: rolloutAfter })),
  ];
  const left = parts.flatMap(({ pool, title, after }) => {
    if (after === undefined) return [];
    const old = machines.filter((each) => each.pool === pool && +each.madeAt < Date.parse(after));
    return old.length > 0 ? [`${counted(old.length, "machine")} of ${title}`] : [];
  });
  return left.length > 0 ? `Still to be replaced: ${left.join(", ")}.` : undefined;
}
