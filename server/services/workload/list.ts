import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { hasApi, readClusterJobs, rowsOf } from "./read.ts";

export const ListWorkloads = z
  .object({
    group: z.enum(["waiting", "running", "finished"]).optional(),
    /** Part of a name, a namespace or a cluster's name. */
    text: z.string().max(200).optional(),
  })
  .optional();
export type ListWorkloads = z.infer<typeof ListWorkloads>;

export interface WorkloadList {
  rows: WorkloadRow[];
  /** Clusters that could not be asked, each with a sentence why. */
  failures: { cluster: string; message: string }[];
}

/** Every carbon-aware Job of every cluster. One cluster that is away does not hide the others. */
export async function listWorkloads(app: App, input?: ListWorkloads): Promise<WorkloadList> {
  authorise(app.actor, "read", "see Jobs");
  const clusters = (await app.clusters.list()).filter(hasApi);
  const failures: WorkloadList["failures"] = [];
  const rows = await Promise.all(
    clusters.map((cluster) =>
      readRows(app, cluster).catch((error: unknown) => {
        failures.push({ cluster: cluster.name, message: messageOf(error) });
        return [];
      }),
    ),
  );
  const text = input?.text?.trim().toLowerCase() ?? "";
  const wanted = rows
    .flat()
    .filter((row) => !input?.group || row.group === input.group)
    .filter((row) => `${row.namespace}/${row.name} ${row.cluster}`.toLowerCase().includes(text));
  return { rows: wanted, failures };
}

const readRows = async (app: App, cluster: ClusterRow): Promise<WorkloadRow[]> =>
  rowsOf(app, cluster, await readClusterJobs(app, cluster));

const messageOf = (error: unknown): string =>
  error instanceof Error && error.name === "TimeoutError"
    ? "Its API server did not answer within 3 s."
    : `Its Jobs could not be read. ${error instanceof Error ? error.message : String(error)}`;
