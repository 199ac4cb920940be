import { randomUUID } from "node:crypto";
import { dryRunCluster } from "#server/adapters/provider/cluster-api/cluster-object.ts";
import type { App } from "#server/context.ts";
import type { ClassWish } from "#server/domain/cluster/cluster-api/class-wish.ts";
import { authorise } from "#server/domain/actor.ts";
import { askManagement } from "../management/ask.ts";
import { nameTaken, refuseUnknownZone } from "./create.ts";
import { specFromClass } from "./from-class.ts";
import { refuseFastClock } from "./import.ts";
import { refuseTakenThere } from "./refuse-taken-there.ts";
import { announce } from "./view.ts";

/** States the wish for a cluster that Cluster API makes. What its API server or a webhook would refuse is refused here, at once. */
export async function createFromClass(app: App, input: ClassWish): Promise<{ name: string }> {
  authorise(app.actor, "operate", "create a cluster");
  refuseFastClock(app);
  const { name, zone } = input;
  await refuseUnknownZone(app, zone);
  const { management, spec, clusterApi } = await specFromClass(app, input);
  if (await app.clusters.findByName(name)) throw await nameTaken(app, name);
  await refuseTakenThere(app, management, name, clusterApi);
  const id = randomUUID();
  await askManagement(app, management, (access) => dryRunCluster(access, { id, name }, spec, clusterApi));
  const provider = "cluster-api" as const;
  const cluster = { id, name, provider, zone, spec, createdBy: app.actor.name, secrets: [] };
  const audit = {
    actor: app.actor,
    action: "cluster.create",
    at: app.clock.now(),
    detail: { provider, zone, management: management.name, spec },
  };
  if (!(await app.clusters.create(cluster, audit))) throw await nameTaken(app, name);
  await announce(app, { id });
  return { name };
}
