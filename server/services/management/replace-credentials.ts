import type { z } from "zod";
import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import { findCluster, isOurs } from "#server/adapters/provider/cluster-api/cluster-object.ts";
import { clusterUid } from "#server/adapters/provider/imported/cluster-uid.ts";
import { asking, MANY_CALLS_MS, type Access } from "#server/adapters/provider/kube-access.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { whyAnotherCluster } from "#server/domain/cluster/same-cluster.ts";
import { DomainError } from "#server/domain/errors.ts";
import { confirmedContext } from "../cluster/import.ts";
import { tryAgain } from "../cluster/retry.ts";
import { managementRow } from "./ask.ts";
import { ManagementId } from "./check.ts";
import { ConnectManagement } from "./connect.ts";

export const ReplaceCredentials = ConnectManagement.omit({ name: true }).extend(ManagementId.shape);
export type ReplaceCredentials = z.infer<typeof ReplaceCredentials>;

/** Others in place of those that it has, also while clusters of it are being deleted: a deletion must be able to end. */
export async function replaceCredentials(app: App, input: ReplaceCredentials): Promise<void> {
  authorise(app.actor, "administer", "replace the credentials of a management cluster");
  const row = await managementRow(app, input.id);
  const { yaml, server } = confirmedContext(input);
  const uid = await uidBehind(app, row, { yaml, server });
  const sealed = await app.managements.seal(row.id, yaml);
  const now = app.clock.now();
  const audit = { actor: app.actor, action: "management.replace-credentials", at: now, detail: { server } };
  await app.managementClusters.replaceCredentials(row, { server, sealed, clusterUid: uid }, audit);
  for (const cluster of await app.clusters.list()) {
    if (cluster.spec.clusterApi?.managementId === row.id) await tryAgain(app, cluster); // what was refused goes on
  }
  await app.live.publish("clusters");
}

/**
 * Which cluster it is from now on. In another one nothing of its clusters is there: their deletion would end at once, and every machine
 * go on with nobody to end it. One that makes no cluster, or whose clusters are all there, may become another. @throws DomainError where it would while it makes some
 */
async function uidBehind(
  app: App,
  row: ManagementRow,
  { yaml, server }: { yaml: string; server: string },
): Promise<string | null> {
  if ((await app.managementClusters.usedBy(row.id)).length === 0) return null;
  const kept = (await app.managements.find(row.id))?.kubeconfig;
  const known = row.clusterUid ?? (await uidBy(row, kept).catch(() => null)); // what it has may be refused by now
  const next = await uidBy(row, yaml).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new DomainError("PRECONDITION_FAILED", `The new credentials do not work. ${why}`);
  });
  const why = whyAnotherCluster(
    row.name,
    { uid: known, server: row.server },
    { uid: next, server },
    "Connect",
  );
  if (!why) return known ?? next;
  const wereMoved = await by(row, yaml, (access) => holdsAll(app, row, access)).catch(() => false);
  if (!wereMoved) throw new DomainError("PRECONDITION_FAILED", why);
  return next;
}

const uidBy = async (row: ManagementRow, yaml: string | undefined): Promise<string | null> =>
  (await by(row, yaml, clusterUid)) ?? null;

const by = <T>(row: ManagementRow, yaml: string | undefined, ask: (access: Access) => Promise<T>) =>
  asking({ find: () => Promise.resolve(yaml) }, row, new AbortController().signal, ask, MANY_CALLS_MS);

/** Whether every cluster of it is in another one: moved, as clusterctl move does it, none can be lost. */
async function holdsAll(app: App, { id }: ManagementRow, access: Access): Promise<boolean> {
  for (const cluster of await app.clusters.list()) {
    const own = cluster.spec.clusterApi;
    if (own?.managementId !== id) continue;
    const object = await findCluster(access, cluster, own);
    if (!object || !isOurs(object, cluster)) return false;
  }
  return true;
}
