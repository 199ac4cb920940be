import { DEMO_NAMESPACE, handSetScore } from "#server/domain/demo/objects.ts";
import { demoRows, demoTable } from "#server/domain/demo/status.ts";
import { parseScore } from "#server/adapters/kubernetes/cluster-view.ts";
import { presentGrams } from "#server/domain/carbon/signal.ts";
import type { Job, Node, Pod } from "#server/domain/kubernetes.ts";
import { findObject, type Reach } from "./cluster.ts";

/** One line on the grid, then one a Job of the demo's namespace. */
export async function demoStatus(reach: Reach, zone: string, now: Date): Promise<string> {
  const { client, signal } = reach;
  const [jobs, pods, nodes] = await Promise.all([
    client.list<Job>(`/apis/batch/v1/namespaces/${DEMO_NAMESPACE}/jobs`, { signal }),
    client.list<Pod>(`/api/v1/namespaces/${DEMO_NAMESPACE}/pods`, { signal }),
    client.list<Node>("/api/v1/nodes", { signal }),
  ]);
  const grid = await gridLine(reach, zone, now);
  if (jobs.items.length === 0)
    return `${grid}\nNo Job is in the namespace ${DEMO_NAMESPACE}; \`karbon demo apply\` puts some there.`;
  return `${grid}\n${demoTable(demoRows(jobs.items, pods.items, nodes.items))}`;
}

async function gridLine(reach: Reach, zone: string, now: Date): Promise<string> {
  const score = await findObject(reach, handSetScore(zone, false, now));
  const signal = score && parseScore(score);
  const grams = signal && presentGrams(signal, now);
  return grams === undefined
    ? `Nothing is known of the grid ${zone}.`
    : `The grid ${zone} is at ${Math.round(grams)} g/kWh (${signal?.provenance ?? ""}).`;
}
