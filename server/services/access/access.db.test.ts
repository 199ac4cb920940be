import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccessExtent } from "#server/domain/cluster/access.ts";
import { createAccessEnds } from "#server/workers/cluster/accesses.ts";
import { deadKubeconfig, testFleet, type TestFleet } from "../workload/testing.ts";
import { endAccess } from "./end.ts";
import { giveAccess } from "./give.ts";
import { listAccesses } from "./list.ts";

const { signal } = new AbortController();
let fleet: TestFleet;
let away: string;
beforeAll(async () => {
  fleet = await testFleet();
  away = await fleet.addCluster("away", deadKubeconfig);
  const real = { provider: "imported", reviewedAt: new Date(), reviewedBy: "Ada" };
  await fleet.db.cluster.updateMany({ data: real });
});
afterAll(() => fleet.close());
beforeEach(() => fleet.db.clusterAccess.deleteMany());

const give = (name: string, extent: AccessExtent = "view") =>
  giveAccess(fleet.as("operator"), { name, extent, forSeconds: 3_600, namespaces: [] });
const row = (clusterId: string, personId: string) =>
  fleet.db.clusterAccess.create({
    data: {
      clusterId,
      account: `access-${personId}-view-0f`,
      personId,
      personName: personId,
      extent: "view",
      until: new Date(Date.now() + 60_000),
      givenAt: new Date(),
    },
  });

test("an API server without TokenRequest: said before anything is written", async () => {
  await expect(give("lab")).rejects.toThrow(
    /^The API server of lab gives out no tokens .* Nothing was written\.$/,
  );
  expect(await listAccesses(fleet.as("viewer"), { name: "lab" })).toEqual([]);
  const { items } = await fleet.kube.list("/api/v1/namespaces/karbonetes-system/serviceaccounts");
  expect(JSON.stringify(items)).not.toContain("access-");
});

test("a cluster that does not answer gives none, and nothing of the try is left", async () => {
  await expect(give("away")).rejects.toThrow(/^away did not take it\. .* cannot be reached/);
  expect(await fleet.db.clusterAccess.count()).toBe(0);
});

test("one that cannot be ended stays in the list with the reason, and is tried again", async () => {
  await row(away, "gone"); // nobody of this id is here any more
  const cluster = await fleet.app.clusters.find(away);
  if (!cluster) throw new Error("It was made above.");
  for (let look = 0; look < 2; look += 1) await createAccessEnds(fleet.app).end(cluster, signal);
  expect(await listAccesses(fleet.as("viewer"), { name: "away" })).toMatchObject([
    { personName: "gone", own: false, problem: expect.stringMatching(/cannot be reached/) },
  ]);
});

test("somebody else's is an administrator's to end; one that is over is said to be", async () => {
  const { id } = await row(fleet.lab, "jo");
  await expect(endAccess(fleet.as("operator"), { name: "lab", id })).rejects.toThrow(/takes the role admin/);
  await expect(endAccess(fleet.as("admin"), { name: "away", id })).rejects.toThrow(
    "That access has ended already.",
  );
});
