import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import { deadKubeconfig, testFleet, type TestFleet } from "#server/services/workload/testing.ts";
import { changeMany } from "./change-many.ts";
import { deleteCluster } from "./delete.ts";
import { getCluster } from "./get.ts";
import { listClusters } from "./list.ts";
import { setLabels } from "./set-labels.ts";

let fleet: TestFleet;
beforeAll(async () => void (fleet = await testFleet()));
afterAll(() => fleet.close());
afterEach(async () => {
  await fleet.db.cluster.deleteMany({ where: { id: { not: fleet.lab } } });
  await fleet.db.auditEntry.deleteMany();
});
const said = async () =>
  (await fleet.db.auditEntry.findMany({ orderBy: { id: "asc" } })).map(
    ({ action, subject }) => `${action} ${subject}`,
  );

test("labels are kept, shown in the list and on the page, and written down", async () => {
  await setLabels(fleet.as("operator"), { name: "lab", labels: { team: "ml", env: "prod" } });
  expect((await listClusters(fleet.as("viewer")))[0]?.labels).toEqual({ team: "ml", env: "prod" });
  expect((await getCluster(fleet.as("viewer"), { name: "lab" })).labels).toEqual({ team: "ml", env: "prod" });
  await setLabels(fleet.as("operator"), { name: "lab", labels: {} });
  expect((await listClusters(fleet.as("viewer")))[0]?.labels).toEqual({});
  expect(await said()).toEqual(["cluster.label lab", "cluster.label lab"]);
  await expect(setLabels(fleet.as("viewer"), { name: "lab", labels: {} })).rejects.toThrow(/operator/);
});

test("one verb on many: each on its own, in order, and what one refuses is a sentence", async () => {
  await fleet.addCluster("away", deadKubeconfig);
  await fleet.addCluster("leaving", undefined);
  await deleteCluster(fleet.as("operator"), { name: "leaving", confirm: "leaving" });
  const operator = fleet.as("operator");
  const names = ["lab", "away", "leaving", "nobody", "lab"];
  expect(await changeMany(operator, { names, verb: "pause" })).toEqual([
    { name: "lab", done: true, message: "Paused: its Jobs start at once." },
    { name: "away", done: true, message: "Paused: its Jobs start at once." },
    {
      name: "leaving",
      done: false,
      message: "leaving is being deleted; nothing else can be changed in it.",
    },
    { name: "nobody", done: false, message: "There is no cluster named nobody." },
  ]);
  const rows = await listClusters(operator);
  expect(rows.filter(({ carbonPaused }) => carbonPaused).map(({ name }) => name)).toEqual(["away", "lab"]);
  const released = await changeMany(operator, { names: ["lab", "away"], verb: "release" });
  expect(released[0]).toEqual({ name: "lab", done: true, message: "No Job was held." });
  expect(released[1]).toMatchObject({ done: false });
  expect(released[1]?.message).toMatch(/^The Jobs of away could not be released\./);
  await changeMany(operator, { names: ["lab", "away"], verb: "resume" });
  expect((await listClusters(operator)).some(({ carbonPaused }) => carbonPaused)).toBe(false);
  await expect(changeMany(fleet.as("viewer"), { names: ["lab"], verb: "pause" })).rejects.toThrow(/operator/);
});

test("a list of many tells each cluster's state by its own steps", async () => {
  const ids = Array.from({ length: 100 }, (_, n) => `id-${n}`);
  const at = fleet.app.clock.now();
  await fleet.db.cluster.createMany({
    data: ids.map((id, n) => ({
      id,
      name: `cluster-${n}`,
      provider: "sandbox",
      zone: "DE",
      spec: specOfSize("small"),
      createdBy: "Ada",
      labels: { team: n % 2 ? "ml" : "web" },
    })),
  });
  await fleet.db.clusterStep.createMany({
    data: ids.slice(1).flatMap((clusterId, n) =>
      Array.from({ length: 30 }, (_, attempt) => ({
        clusterId,
        at,
        operation: "create",
        step: "api-server",
        attempt: attempt + 1,
        event: n % 2 ? "started" : "failed",
        message: "",
      })),
    ),
  });
  const list = await listClusters(fleet.as("viewer"));
  const stateOf = (name: string) => list.find((each) => each.name === name)?.state;
  expect(list).toHaveLength(101);
  expect([stateOf("cluster-0"), stateOf("cluster-1"), stateOf("cluster-2")]).toEqual([
    "not-started",
    "failing",
    "reconciling",
  ]);
});
