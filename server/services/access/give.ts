import { createHash } from "node:crypto";
import { grantAccess, refuseWithoutTokens } from "#server/adapters/provider/access/grant.ts";
import { removeObjects } from "#server/adapters/provider/access/remove.ts";
import { tokenKubeconfig } from "#server/adapters/kubernetes/token-kubeconfig.ts";
import type { NewAccess } from "#server/adapters/db/access.ts";
import type { App } from "#server/context.ts";
import { authorise, type Actor } from "#server/domain/actor.ts";
import { accessWords, extentsOf, type GivenAccess, type GiveAccess } from "#server/domain/cluster/access.ts";
import { accountName } from "#server/domain/cluster/access-objects.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { askCluster } from "../agent/agent-in.ts";
import { clusterForAccess } from "./cluster-for-access.ts";

const SECOND_MS = 1_000;
const MARK_CHARACTERS = 8;

/** A kubeconfig for the one who asks: a token of their own that ends, bound to a role no larger than theirs here. */
export async function giveAccess(app: App, wish: GiveAccess): Promise<GivenAccess> {
  authorise(app.actor, "read", "take a kubeconfig");
  refuseMoreThanRole(app.actor, wish);
  const { row, kubeconfig } = await clusterForAccess(app, wish.name);
  const asked = new Date(Date.now() + wish.forSeconds * SECOND_MS); // tokens live in real time, whatever the clock here says
  const wanted = wantedOf(app.actor, row.id, wish, asked);
  await askCluster(app, row, (access) => refuseWithoutTokens(access, row.name));
  const { id, isNew } = await app.accesses.reserve(wanted);
  const made: KubeObject[] = [];
  const { token, until } = await askCluster(app, row, (access) =>
    grantAccess(access, row.name, wanted, wish.forSeconds, made),
  ).catch(async (error: unknown) => {
    if (isNew) await takeBack(error);
    throw error;
  });
  const given = { actor: app.actor, action: "access.give", at: app.clock.now() };
  const detail = { extent: accessWords(wanted), until: until.toISOString() };
  if (!(await app.accesses.confirm(id, until, isNew, row.name, { ...given, detail }))) {
    await askCluster(app, row, (access) => removeObjects(access, made));
    throw new DomainError("CONFLICT", `This access to ${row.name} was ended in this very moment. Ask again.`);
  }
  await app.live.publish("clusters");
  return {
    filename: `${row.name}-${wish.extent}.kubeconfig`,
    yaml: tokenKubeconfig({
      from: kubeconfig,
      cluster: row.name,
      user: wanted.account,
      token,
      namespace: wish.namespaces[0],
    }),
    until,
    shortened: +asked - +until > 2 * SECOND_MS,
  };

  /** What cannot be taken back now stays in the list, and the cluster loop ends it when its time is over. */
  async function takeBack(because: unknown): Promise<void> {
    try {
      if (made.length > 0) await askCluster(app, row, (access) => removeObjects(access, made));
      await app.accesses.remove(id, row.name, undefined);
    } catch (error) {
      app.log.warn(
        { err: error, because, cluster: row.name },
        "an access that failed could not be taken back",
      );
    }
  }
}

function refuseMoreThanRole({ role }: Actor, { extent }: GiveAccess): void {
  const offered = extentsOf(role);
  if (offered.includes(extent)) return;
  throw new DomainError(
    "FORBIDDEN",
    `You may not have ${extent}: the role ${role} has ${offered.join(" or ")} in a cluster.`,
  );
}

/** One account for each person, extent and set of namespaces: a second token is of the same one, and ends with it. */
function wantedOf({ id, name }: Actor, clusterId: string, wish: GiveAccess, until: Date): NewAccess {
  const { extent } = wish;
  const namespaces = [...new Set(wish.namespaces)].toSorted();
  const mark = createHash("sha256")
    .update([clusterId, id, extent, ...namespaces].join(" ")) // one real cluster may stand here twice
    .digest("hex")
    .slice(0, MARK_CHARACTERS);
  const account = accountName(name, extent, mark);
  return {
    clusterId,
    account,
    personId: id,
    personName: name,
    extent,
    namespaces,
    until,
    givenAt: new Date(),
  };
}
