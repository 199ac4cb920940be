import { counted } from "#charts/format.ts";
import type { NodeLoad } from "#server/domain/cluster/cluster-api/machine/node-load.ts";

const NAMED = 5;
const some = (names: readonly string[]): string =>
  names.slice(0, NAMED).join(", ") + (names.length > NAMED ? ` and ${names.length - NAMED} more` : "");

/** What runs on a machine's node and would have to go elsewhere, in sentences. */
export function runsOf({
  node,
  load,
  unread,
}: {
  node: string | null;
  load: NodeLoad | null;
  unread: string | null;
}): string[] {
  if (unread) return [unread];
  if (!node || !load) return ["It has no node yet, so nothing runs on it."];
  if (load.pods === 0) return [`No pod on its node ${node} has to go elsewhere.`];
  return [
    `Its node ${node} is drained first: ${counted(load.pods, "pod")} ${load.pods === 1 ? "goes" : "go"} elsewhere.`,
    ...(load.jobs.length > 0
      ? [`${counted(load.jobs.length, "Job")} with work there, begun anew elsewhere: ${some(load.jobs)}.`]
      : []),
    ...(load.bare.length > 0 ? [`Nothing makes these anew, they are lost: ${some(load.bare)}.`] : []),
  ];
}
