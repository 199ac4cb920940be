import type { z } from "zod";
import { readFacts } from "#server/adapters/provider/cluster-api/facts.ts";
import { installStarter as install } from "#server/adapters/provider/cluster-api/starter.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import type { AppliedObject } from "#server/domain/agent/view.ts";
import { STARTER_INFRASTRUCTURE } from "#server/domain/cluster/cluster-api/starter-class.ts";
import { DomainError } from "#server/domain/errors.ts";
import { KubernetesName } from "#server/domain/policy/spec.ts";
import { askManagement, managementRow } from "./ask.ts";
import { ManagementId } from "./check.ts";

export const InstallStarter = ManagementId.extend({ namespace: KubernetesName });
export type InstallStarter = z.infer<typeof InstallStarter>;

/** Brings our class for machines in memory, each object with its outcome. */
export async function installStarter(app: App, { id, namespace }: InstallStarter): Promise<AppliedObject[]> {
  authorise(app.actor, "administer", "install a cluster class");
  const row = await managementRow(app, id);
  const { infrastructures } = await askManagement(app, row, readFacts);
  if (!infrastructures.includes(STARTER_INFRASTRUCTURE)) {
    throw new DomainError(
      "PRECONDITION_FAILED",
      `${row.name} has no ${STARTER_INFRASTRUCTURE}, for which this class is. Install Cluster API's Dev provider first.`,
    );
  }
  const outcomes = await askManagement(app, row, (access) => install(access, namespace));
  const refused = outcomes.filter(({ outcome }) => outcome === "refused").length;
  const detail = { namespace, refused };
  await app.audit.add(row.name, {
    actor: app.actor,
    action: "management.install-starter",
    at: app.clock.now(),
    detail,
  });
  return outcomes;
}
