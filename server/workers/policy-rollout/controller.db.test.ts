import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POLICIES_PATH, SCORES_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { CarbonPolicySpec, type CarbonPolicySpecInput } from "#server/domain/policy/spec.ts";
import { deletePolicy } from "#server/services/policy/delete.ts";
import { forgetPolicy } from "#server/services/policy/forget.ts";
import { savePolicy } from "#server/services/policy/save.ts";
import { deadKubeconfig, testFleet, type TestFleet } from "#server/services/workload/testing.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { policyPath } from "./apply.ts";
import { policyRollout } from "./controller.ts";
import { publishScore } from "./scores.ts";

let fleet: TestFleet;
let loop: Reconciler;
const signal = new AbortController().signal;
beforeAll(async () => void (fleet = await testFleet()));
afterAll(() => fleet.close());
beforeEach(() => void (loop = policyRollout(fleet.app)));
afterEach(async () => {
  await fleet.db.policy.deleteMany();
  await fleet.db.cluster.deleteMany({ where: { id: { not: fleet.lab } } });
  for (const source of await sources()) await fleet.kube.json(policyPath(source), { method: "DELETE" });
});

const run = (key = fleet.lab) => loop.reconcile(key, signal);
const save = (
  name: string,
  change: {
    id?: string;
    generation?: number;
    spec?: CarbonPolicySpecInput;
    clusterIds?: string[];
    namespaces?: string[];
  } = {},
) =>
  savePolicy(fleet.as("operator"), {
    name,
    clusterIds: [fleet.lab],
    namespaces: [],
    ...change,
    spec: CarbonPolicySpec.parse(change.spec ?? {}),
  });
const present = async () => (await fleet.kube.list<KubeObject>(POLICIES_PATH)).items;
const sources = async () => (await present()).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
const condition = async (name: string, cluster = fleet.lab) =>
  (await fleet.app.policies.findByName(name))?.rollouts.find(({ clusterId }) => clusterId === cluster)
    ?.condition;
const namespace = (name: string) =>
  fleet.kube.apply(
    `/api/v1/namespaces/${name}`,
    { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    { fieldManager: "test" },
  );

test("a policy without namespaces becomes the cluster's default, and says so", async () => {
  await save("green", { spec: { maxDelay: "8h" } });
  await run();
  expect(await sources()).toEqual(["karbonetes-system/default"]);
  expect((await present())[0]?.spec).toMatchObject({ maxDelay: "8h", strategy: "best-window" });
  expect(await condition("green")).toMatchObject({
    status: "True",
    reason: "Synced",
    message: "It holds as karbonetes-system/default.",
    observedGeneration: 1,
  });
});

test("a namespace that is not there is said and not made; once there, it is applied", async () => {
  await save("batch", { namespaces: ["climate"] });
  await run();
  expect(await condition("batch")).toMatchObject({ status: "False", reason: "NamespaceMissing" });
  await namespace("climate");
  await run();
  expect(await sources()).toEqual(["climate/batch"]);
  expect(await condition("batch")).toMatchObject({ reason: "Synced" });
});

test("what is taken off goes, and what somebody else put there stays", async () => {
  await namespace("climate");
  await fleet.kube.apply(
    policyPath("climate/mine"),
    {
      apiVersion: "carbon-aware.io/v1alpha1",
      kind: "CarbonAwarePolicy",
      metadata: { name: "mine", namespace: "climate" },
      spec: {},
    },
    { fieldManager: "kubectl" },
  );
  const { id, generation } = await save("batch", { namespaces: ["climate"] });
  await run();
  await save("batch", { id, generation, clusterIds: [] });
  await run();
  expect(await sources()).toEqual(["climate/mine"]);
  expect(await condition("batch")).toBeUndefined();
});

test("a change made in the cluster is drift; a save by a person restores it", async () => {
  const { id, generation } = await save("green");
  await run();
  const edit = { ...(await present())[0], spec: { ...CarbonPolicySpec.parse({}), maxDelay: "1h" } };
  await fleet.kube.patch(
    policyPath("karbonetes-system/default"),
    { spec: edit.spec },
    "application/merge-patch+json",
  );
  await run();
  expect(await condition("green")).toMatchObject({ status: "False", reason: "Drifted" });
  await save("green", { id, generation, spec: { maxDelay: "9h" } });
  await run();
  expect(await condition("green")).toMatchObject({ reason: "Synced", observedGeneration: 2 });
  expect((await present())[0]?.spec).toMatchObject({ maxDelay: "9h" });
});

test("a deleted policy is taken back, then its row goes", async () => {
  const { id } = await save("green");
  await run();
  await deletePolicy(fleet.as("operator"), { id, confirm: "green" });
  expect(await fleet.app.policies.find(id)).toBeDefined();
  await run();
  expect(await sources()).toEqual([]);
  expect(await fleet.app.policies.find(id)).toBeUndefined();
});

test("a policy's id as key looks at its clusters", async () => {
  const { id } = await save("green");
  const asked: string[] = [];
  loop = policyRollout({ ...fleet.app, queue: { add: async (_, key) => void asked.push(key) } });
  await run(id);
  expect(asked).toEqual([fleet.lab]);
});

describe("a cluster that cannot be asked", () => {
  test("says that it does not answer, keeps a deleted policy until then, or until it is forgotten", async () => {
    const away = await fleet.addCluster("away", deadKubeconfig);
    const { id } = await save("green", { clusterIds: [away] });
    await run(away);
    expect(await condition("green", away)).toMatchObject({
      status: "False",
      reason: "Unreachable",
      message: "away does not answer. It is tried again by itself.",
      observedGeneration: 0,
    });
    await deletePolicy(fleet.as("operator"), { id, confirm: "green" });
    await run(away);
    expect((await condition("green", away))?.message).toMatch(/The policy is taken back then\.$/);
    await forgetPolicy(fleet.as("operator"), { id, clusterId: away });
    expect(await fleet.app.policies.find(id)).toBeUndefined();
  });

  test("is not ready while it has no kubeconfig", async () => {
    const young = await fleet.addCluster("young", undefined);
    await save("green", { clusterIds: [young] });
    await run(young);
    expect(await condition("green", young)).toMatchObject({ reason: "NotReady" });
  });
});

test("the zone's score is carried to a cluster once, and again when it has something new", async () => {
  let grams = 300;
  let applied = 0;
  const carbon = {
    signalOf: (zone: string) => {
      const startsAt = new Date("2026-01-05T00:00:00Z");
      const latest = { startsAt, stepMs: 3_600_000, gramsPerKwh: grams, quality: "measured" as const };
      return Promise.resolve({
        zone,
        kind: "average" as const,
        latest,
        recent: [],
        forecast: undefined,
        provenance: "test",
      });
    },
  };
  const kubernetes = {
    forCluster: async (cluster: { id: string; name: string }) => {
      const kube = await fleet.app.kubernetes.forCluster(cluster);
      return {
        ...kube,
        apply: (...args: Parameters<typeof kube.apply>) => {
          if (args[0].startsWith(SCORES_PATH)) applied += 1;
          return kube.apply(...args);
        },
      } as typeof kube;
    },
  };
  const deps = { ...fleet.app, carbon, kubernetes };
  loop = policyRollout(deps);
  await run();
  await run();
  expect(applied).toBe(1);
  grams = 250;
  await run();
  expect(applied).toBe(2);
  await publishScore(deps, "DE", signal);
  const score = await fleet.kube.json<KubeObject>(`${SCORES_PATH}/de`);
  expect(score.spec).toMatchObject({ zone: "DE", latest: { gramsPerKwh: [250] } });
});
