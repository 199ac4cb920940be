import { z } from "zod";
import { dryRunCluster } from "#server/adapters/provider/cluster-api/cluster-object.ts";
import type { Audit } from "#server/adapters/db/audit.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { ClusterChange } from "#server/domain/cluster/cluster-api/change.ts";
import { asSentence } from "#server/domain/cluster/words.ts";
import { DomainError } from "#server/domain/errors.ts";
import { askManagement } from "../management/ask.ts";
import { checksBefore, standingObject } from "./standing-object.ts";
import { announce } from "./view.ts";
import { wantedSpec, type Wanted } from "./wanted.ts";

export const ChangeCluster = z.object({
  name: z.string().min(1).max(200),
  change: ClusterChange,
  /** Of the spec that was looked at; absent: whatever it is by now. */
  generation: z.int().optional(),
});
export type ChangeCluster = z.infer<typeof ChangeCluster>;

/** States another wish for a cluster that Cluster API made. What its webhooks would refuse is refused here, at once. */
export async function changeCluster(app: App, { name, change, generation }: ChangeCluster): Promise<void> {
  authorise(app.actor, "operate", "change a cluster");
  const wanted = await wantedSpec(app, name, change);
  const { row, management, spec, own } = wanted;
  if (generation !== undefined && generation !== row.generation) throw overtaken(name);
  if (JSON.stringify(spec) === JSON.stringify(row.spec)) return;
  await askManagement(app, management, async (access) => {
    const standing = await standingObject(access, row, own);
    if (change.kind === "upgrade") {
      const failed = checksBefore(row, standing, wanted.offered, change.version).find(({ ok }) => !ok);
      if (failed)
        throw new DomainError("PRECONDITION_FAILED", `${asSentence(failed.sentence)} ${failed.mend ?? ""}`);
    }
    await dryRunCluster(access, row, spec, own);
  });
  const audit = { actor: app.actor, at: app.clock.now(), ...auditOf(wanted, change) };
  if (!(await app.clusters.saveSpec(row, spec, audit))) throw overtaken(name);
  await announce(app, row);
}

const overtaken = (name: string): DomainError =>
  new DomainError("CONFLICT", `${name} was changed by someone else meanwhile. Look at it again.`);

function auditOf({ row }: Wanted, change: ChangeCluster["change"]): Pick<Audit, "action" | "detail"> {
  switch (change.kind) {
    case "pools":
      return { action: "cluster.scale", detail: { pools: change.pools } };
    case "upgrade": {
      const { version } = change;
      return { action: "cluster.upgrade", detail: { from: row.spec.kubernetesVersion, version } };
    }
    case "roll":
      return { action: "cluster.roll", detail: { what: change.pool ?? "control plane" } };
    case "pause":
      return { action: change.paused ? "cluster.pause" : "cluster.resume" };
  }
}
