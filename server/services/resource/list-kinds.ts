import { z } from "zod";
import { readKinds } from "#server/adapters/kubernetes/resource-kinds.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { KindsView } from "#server/domain/resource/view.ts";
import { clusterWithApi } from "../workload/target.ts";
import { told } from "./target.ts";

export const ListKinds = z.object({ cluster: z.string().min(1).max(253) });
export type ListKinds = z.infer<typeof ListKinds>;

/** Every kind that the cluster serves, those of CRDs too. */
export async function listKinds(app: App, { cluster: name }: ListKinds): Promise<KindsView> {
  authorise(app.actor, "read", "see the objects of clusters");
  const { cluster, kube } = await clusterWithApi(app, name);
  return told(cluster, () => readKinds(kube, AbortSignal.timeout(10_000)));
}
