import { findCluster } from "#server/adapters/provider/cluster-api/cluster-object.ts";
import { secretsLeft } from "#server/adapters/provider/cluster-api/secrets.ts";
import { ownedObjects } from "#server/adapters/provider/cluster-api/deleting-objects.ts";
import { findBlocker, leftSentence } from "#server/adapters/provider/cluster-api/take-down.ts";
import type { Access } from "#server/adapters/provider/kube-access.ts";
import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import type { App } from "#server/context.ts";
import type { ClusterApiSpec } from "#server/domain/cluster/cluster-api/spec.ts";
import { DomainError } from "#server/domain/errors.ts";
import { askManagement } from "../management/ask.ts";

/**
 * A name is free once everything of the one before is gone: a new cluster would be taken for the old one, or get its certificates.
 * @throws DomainError CONFLICT that names what is still there
 */
export async function refuseTakenThere(
  app: App,
  management: ManagementRow,
  name: string,
  own: ClusterApiSpec,
): Promise<void> {
  const why = await askManagement(app, management, (access) => takenBy(access, management.name, name, own));
  if (why) throw new DomainError("CONFLICT", why);
}

/** As a sentence; undefined where the name is free. */
export async function takenBy(
  access: Access,
  where: string,
  name: string,
  own: ClusterApiSpec,
): Promise<string | undefined> {
  const title = `${own.namespace}/${name}`;
  const present = await findCluster(access, { name }, own);
  if (present?.metadata.deletionTimestamp !== undefined) {
    const blocker = await findBlocker(access, present);
    return [`An older Cluster ${title} is still being deleted in ${where}.`, blocker, FREE_LATER]
      .filter(Boolean)
      .join(" ");
  }
  if (present) return `${where} has a Cluster ${title} already. Choose another name.`;
  const [machine] = await ownedObjects(access, { namespace: own.namespace, name });
  if (machine)
    return `Machines of an older Cluster ${title} are still in ${where}. ${leftSentence(machine)} ${FREE_LATER}`;
  const left = await secretsLeft(access, { name }, own);
  if (left.length === 0) return undefined;
  return `Secrets of an older Cluster ${title} are still in ${where}: ${left.join(", ")}. ${FREE_LATER}`;
}

const FREE_LATER = "The name is free once that is gone; choose another, or wait.";
