import type { z } from "zod";
import { readKubeconfig } from "#server/adapters/kubernetes/kubeconfig.ts";
import { clusterUid } from "#server/adapters/provider/imported/cluster-uid.ts";
import { asking } from "#server/adapters/provider/kube-access.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { hasAnswered } from "#server/domain/cluster/imported-plan.ts";
import type { ClusterRow } from "#server/domain/cluster/row.ts";
import { whyAnotherCluster, type ClusterMark } from "#server/domain/cluster/same-cluster.ts";
import { DomainError } from "#server/domain/errors.ts";
import { POLICY_LOOP } from "../policy/view.ts";
import { ByName } from "./get.ts";
import { confirmedContext, ImportCluster, refuseFastClock } from "./import.ts";
import { tryAgain } from "./retry.ts";
import { clusterNamed } from "./view.ts";

export const ReplaceClusterCredentials = ImportCluster.omit({ zone: true }).extend(ByName.shape);
export type ReplaceClusterCredentials = z.infer<typeof ReplaceClusterCredentials>;

/** Others in place of those that an imported cluster has, also while it is being forgotten: that must be able to end. */
export async function replaceClusterCredentials(app: App, input: ReplaceClusterCredentials): Promise<void> {
  authorise(app.actor, "operate", "replace the credentials of a cluster");
  refuseFastClock(app);
  const row = await clusterNamed(app, input.name);
  refuseNotImported(row);
  const { yaml, server } = confirmedContext(input);
  await refuseAnotherCluster(app, row, { yaml, server });
  const secret = await app.kubeconfigs.seal(row.id, yaml);
  const action = "cluster.replace-credentials";
  const audit = { actor: app.actor, action, at: app.clock.now(), detail: { server } };
  if (!(await app.clusters.replaceSecret(row, secret, audit)))
    throw new DomainError("NOT_FOUND", `${row.name} was forgotten meanwhile.`);
  await tryAgain(app, row);
  await app.queue.add(POLICY_LOOP, row.id);
}

function refuseNotImported({ name, provider }: ClusterRow): void {
  if (provider === "imported") return;
  const how =
    provider === "cluster-api"
      ? "those of its management cluster are replaced in the settings"
      : "this console makes its own";
  throw new DomainError(
    "PRECONDITION_FAILED",
    `${name} was not imported, so it takes no kubeconfig: ${how}.`,
  );
}

/** Asks the confirmed address who it is, with the credentials that are to be kept. @throws DomainError where they do not lead to `row` */
async function refuseAnotherCluster(
  app: App,
  row: ClusterRow,
  { yaml, server }: { yaml: string; server: string },
): Promise<void> {
  const kubeconfigs = { find: () => Promise.resolve(yaml) };
  const asked = asking(kubeconfigs, row, new AbortController().signal, clusterUid);
  const uid = await asked.catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new DomainError("PRECONDITION_FAILED", `The new credentials do not work. ${why}`);
  });
  const why = whyAnotherCluster(row.name, await knownOf(app, row), { uid: uid ?? null, server });
  if (why) throw new DomainError("PRECONDITION_FAILED", why);
}

/** One that never answered may have been imported at a wrong address: nothing is known of it. */
async function knownOf(app: App, { id, observed }: ClusterRow): Promise<ClusterMark> {
  if (!hasAnswered(await app.clusters.steps(id))) return { uid: null, server: null };
  const kept = await app.kubeconfigs.find(id);
  return { uid: observed?.clusterUid ?? null, server: kept ? readKubeconfig(kept).server : null };
}
