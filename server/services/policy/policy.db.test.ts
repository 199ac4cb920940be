import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Role } from "#server/domain/actor.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { testFleet, type TestFleet } from "../workload/testing.ts";
import { DeletePolicy, deletePolicy } from "./delete.ts";
import { forgetPolicy } from "./forget.ts";
import { getPolicy } from "./get.ts";
import { listPolicies } from "./list.ts";
import { SavePolicy, savePolicy } from "./save.ts";
import { setPolicyEnabled } from "./set-enabled.ts";

let fleet: TestFleet;
beforeAll(async () => void (fleet = await testFleet()));
afterAll(() => fleet.close());
afterEach(async () => {
  await fleet.db.policy.deleteMany();
  await fleet.db.auditEntry.deleteMany();
});

const save = async (name: string, change: object = {}, role: Role = "operator") =>
  savePolicy(fleet.as(role), SavePolicy.parse({ name, spec: {}, clusterIds: [fleet.lab], ...change }));
const sentence = (issues: unknown) =>
  (issues as { error?: { issues: { message: string }[] } }).error?.issues[0]?.message;

test("a saved policy is read as it was wished, on its way to its cluster, and noted", async () => {
  const saved = await save("green", { spec: { maxDelay: "8h" }, namespaces: ["climate", "climate"] });
  expect(saved).toMatchObject({
    generation: 1,
    updatedBy: "Ada",
    namespaces: ["climate"],
  });
  expect(saved.rollout).toEqual([
    { clusterId: fleet.lab, cluster: "lab", tag: "simulated", condition: null },
  ]);
  expect(await getPolicy(fleet.as("viewer"), { name: "green" })).toEqual(saved);
  expect(await listPolicies(fleet.as("viewer"))).toEqual([saved]);
  expect(await fleet.db.auditEntry.findMany()).toMatchObject([
    { action: "policy.create", subject: "green", actor: "Ada" },
  ]);
});

test("of two who edit at once the second keeps a draft, and loses nothing of the first", async () => {
  const { id, generation } = await save("green");
  await save("green", { id, generation, spec: { maxDelay: "6h" } });
  await expect(save("green", { id, generation, spec: { maxDelay: "1h" } })).rejects.toMatchObject({
    code: "CONFLICT",
    message: "green was changed by someone else; yours is kept as a draft.",
  });
  expect((await getPolicy(fleet.as("viewer"), { name: "green" })).spec.maxDelay).toBe("6h");
});

test("a cluster has one default", async () => {
  await save("green");
  await expect(save("strict")).rejects.toThrow(
    "green is the default of lab already. Name namespaces for this one, or take lab off green.",
  );
  await expect(save("strict", { namespaces: ["ci"] })).resolves.toMatchObject({ name: "strict" });
});

test("switched off and on it stays what it was", async () => {
  const { id, generation, spec } = await save("green", { spec: { maxDelay: "3h" } });
  const off = await setPolicyEnabled(fleet.as("operator"), { id, generation, enabled: false });
  expect(off).toMatchObject({ generation: 2, spec: { ...spec, enabled: false } });
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    "a name that is taken",
    async () => (await save("green", { clusterIds: [] }), save("green", { clusterIds: [] })),
    "The name green is taken. Choose another.",
  ],
  [
    "a cluster that is gone",
    () => save("green", { clusterIds: ["nowhere"] }),
    "One of the clusters is gone. Choose again where the policy holds.",
  ],
  [
    "a policy that is gone",
    () => save("green", { id: "nothing", generation: 1 }),
    "There is no such policy any more.",
  ],
  [
    "another name for it",
    async () => save("blue", { ...(await save("green")), name: "blue" }),
    "A policy keeps its name; green stays green.",
  ],
  [
    "a delete without its name",
    async () => deletePolicy(fleet.as("operator"), { id: (await save("green")).id, confirm: "gren" }),
    "Type green to delete it.",
  ],
  [
    "forgetting where it is to hold",
    async () => forgetPolicy(fleet.as("operator"), { id: (await save("green")).id, clusterId: fleet.lab }),
    "green is still to hold there. Take the cluster off the policy first.",
  ],
  [
    "reading what is not",
    () => getPolicy(fleet.as("viewer"), { name: "gone" }),
    "There is no policy named gone.",
  ],
  [
    "a viewer's save",
    () => save("green", {}, "viewer"),
    "You may not edit policies: that takes the role operator, yours is viewer.",
  ],
])("%s is refused with a sentence", async (_, act, message) => {
  await expect(act()).rejects.toThrow(message);
});

test.each<[string, object, string]>([
  [
    "a negative delay",
    { spec: { maxDelay: "-1h" } },
    "Give a duration from 0m to 7d, such as 45m, 8h or 2d.",
  ],
  [
    "a threshold without a limit",
    { spec: { strategy: "threshold" } },
    "The strategy threshold needs a limit in g/kWh.",
  ],
  [
    "a name of another kind",
    { name: "Green Policy" },
    "Use lower-case letters, digits and hyphens; begin and end with a letter or digit.",
  ],
  ["51 namespaces", { namespaces: Array.from({ length: 51 }, (__, n) => `n${n}`) }, "At most 50 namespaces."],
])("%s never reaches the service", (_, change, message) => {
  expect(sentence(SavePolicy.safeParse({ name: "green", spec: {}, ...change }))).toBe(message);
});

test("a policy that no cluster ever had is gone at once", async () => {
  const { id } = await save("green", { clusterIds: [] });
  await deletePolicy(fleet.as("operator"), DeletePolicy.parse({ id, confirm: "green" }));
  expect(await listPolicies(fleet.as("viewer"))).toEqual([]);
});

test("what is being deleted takes no change", async () => {
  const saved = await save("green");
  await fleet.app.policies.saveRollout(saved.id, fleet.lab, ["karbonetes-system/default"], {
    type: "Synced",
    status: "True",
    reason: "Synced",
    message: "",
    observedGeneration: 1,
    lastTransitionTime: new Date(),
  });
  await deletePolicy(fleet.as("operator"), { id: saved.id, confirm: "green" });
  await expect(save("green", { ...saved, spec: CarbonPolicySpec.parse({}) })).rejects.toThrow(
    "green is being deleted; nothing in it can be changed.",
  );
});
