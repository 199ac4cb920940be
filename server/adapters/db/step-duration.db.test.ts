import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ClusterSpec, specOfSize, type ProviderName } from "#server/domain/cluster/spec.ts";
import { historyOf } from "#server/domain/cluster/step-history.ts";
import type { StepEvent } from "#server/domain/cluster/view.ts";
import { createClusterRepo, type ClusterRepo } from "./cluster.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
let clusters: ClusterRepo;
beforeAll(async () => {
  database = await createTestDatabase();
  clusters = createClusterRepo(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.cluster.deleteMany();
  await database.db.stepDuration.deleteMany();
});

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 25, 12, 0, seconds));
const sandbox = { provider: "sandbox" as ProviderName, spec: specOfSize("small") };
const ofClass = (name: string) => ({
  provider: "cluster-api" as ProviderName,
  spec: ClusterSpec.parse({
    ...specOfSize("small"),
    clusterApi: {
      managementId: "2f1c8a3e-6a55-4d0f-9f6b-0d9d3b1f7a11",
      namespace: "fleet",
      classRef: { name, namespace: "fleet" },
    },
  }),
});

async function make(id: string, { provider, spec }: { provider: ProviderName; spec: ClusterSpec }) {
  await database.db.cluster.create({ data: { id, name: id, provider, zone: "DE", createdBy: "Ada", spec } });
}
async function took(
  id: string,
  seconds: number,
  operation: StepEvent["operation"] = "create",
  attempt = 1,
): Promise<void> {
  const base = { operation, step: "machines", attempt, message: "", code: null };
  await clusters.appendStep(id, { ...base, at: at(0), event: "started" });
  await clusters.appendStep(id, { ...base, at: at(1), event: "waiting" });
  await clusters.appendStep(id, { ...base, at: at(seconds), event: "succeeded" });
}
const median = async (row: Parameters<typeof historyOf>[1], key = "create/machines") =>
  historyOf(await clusters.history(), row).get(key)?.medianMs;

test("a sandbox does not speak for real machines, nor one class for another", async () => {
  await make("a", sandbox);
  await make("b", ofClass("aws"));
  await took("a", 2);
  await took("b", 50);
  expect(await median(sandbox)).toBe(2_000);
  expect(await median(ofClass("aws"))).toBe(50_000);
  expect(await median(ofClass("gcp"))).toBeUndefined();
});

test("what a deletion took outlives its cluster", async () => {
  await make("a", ofClass("aws"));
  await took("a", 9, "delete");
  const row = await clusters.find("a");
  if (!row) throw new Error("a is gone");
  const actor = { kind: "user" as const, id: "u", name: "Ada", role: "operator" as const };
  await clusters.remove(row, { actor, action: "cluster.deleted", at: at(10) });
  expect(await median(ofClass("aws"), "delete/machines")).toBe(9_000);
});

test("an attempt counts alone, and one without a start not at all", async () => {
  await make("a", sandbox);
  const base = { operation: "create" as const, step: "machines", message: "", code: null };
  await clusters.appendStep("a", { ...base, attempt: 1, at: at(0), event: "started" });
  await clusters.appendStep("a", { ...base, attempt: 1, at: at(40), event: "failed" });
  await clusters.appendStep("a", { ...base, attempt: 2, at: at(45), event: "started" });
  await clusters.appendStep("a", { ...base, attempt: 2, at: at(48), event: "succeeded" });
  await clusters.appendStep("a", { ...base, step: "agent", attempt: 1, at: at(49), event: "succeeded" });
  expect(await median(sandbox)).toBe(3_000);
  expect(await median(sandbox, "create/agent")).toBeUndefined();
});

test("the newest thirty count, so a provider that has become faster is believed", async () => {
  await make("a", sandbox);
  for (let run = 0; run < 20; run++) await took("a", 50, "scale");
  for (let run = 0; run < 31; run++) await took("a", 5, "scale");
  expect(await median(sandbox, "scale/machines")).toBe(5_000);
  expect(await database.db.stepDuration.count()).toBe(30);
});
