import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { addPool, testJob, testWorld, type TestWorld } from "../testing.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});
afterEach(async () => {
  expect(world.warnings).toEqual([]);
  await world.close();
});

const phase = () => world.api.get<KubeObject & { status?: object }>("namespaces", undefined, "team")?.status;
const map = (name: string, owners: KubeObject[] = [], namespace = "default"): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    name,
    namespace,
    ownerReferences: owners.map(({ apiVersion, kind, metadata }) => ({
      apiVersion,
      kind,
      name: metadata.name,
      uid: metadata.uid ?? "",
      blockOwnerDeletion: true,
    })),
  },
});
const maps = (namespace = "default") =>
  world.api.list("configmaps", namespace).map(({ metadata }) => metadata.name);

describe("what is owned", () => {
  test.each([
    ["Background", ["other"]],
    ["Foreground", ["other"]],
    ["Orphan", ["child", "grandchild", "other"]],
  ] as const)("%s: its dependents %s stay", async (propagation, left) => {
    const owner = await world.api.create(map("owner"));
    const child = await world.api.create(map("child", [owner]));
    await world.api.create(map("grandchild", [child]));
    await world.api.create(map("other"));
    await world.api.delete("configmaps", "default", "owner", propagation);
    await world.pass(1);
    expect(maps()).toEqual(left);
  });

  test("Foreground: the owner waits for a dependent that something holds", async () => {
    const owner = await world.api.create(map("owner"));
    const child = map("child", [owner]);
    await world.api.create({ ...child, metadata: { ...child.metadata, finalizers: ["example.org/hold"] } });
    await world.api.delete("configmaps", "default", "owner", "Foreground");
    await world.pass(1);
    expect(maps()).toEqual(["child", "owner"]);
    await world.api.update(
      "configmaps",
      "default",
      "child",
      ({ metadata }) => void (metadata.finalizers = []),
    );
    await world.pass(1);
    expect(maps()).toEqual([]);
  });

  test("with a second owner stays, and forgets the first", async () => {
    const [a, b] = [await world.api.create(map("a")), await world.api.create(map("b"))];
    await world.api.create(map("child", [a, b]));
    await world.api.delete("configmaps", "default", "a");
    await world.pass(1);
    expect(world.api.get("configmaps", "default", "child")?.metadata.ownerReferences).toMatchObject([
      { name: "b" },
    ]);
  });

  test("by an unknown uid goes; by a kind that is not served it stays", async () => {
    const ghost = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "ghost", uid: "no-such" } };
    const foreign = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", uid: "elsewhere" },
    };
    await world.api.create(map("goes", [ghost]));
    await world.api.create(map("stays", [foreign]));
    await world.pass(1);
    expect(maps()).toEqual(["stays"]);
  });

  test("is collected after a restart in between", async () => {
    const owner = await world.api.create(map("owner"));
    await world.api.create(map("child", [owner]));
    const deleting = world.api.delete("configmaps", "default", "owner");
    await world.restart();
    await deleting;
    await world.pass(1);
    expect(maps()).toEqual([]);
  });
});

test("a deleted Job takes its running pods with it", async () => {
  await addPool(world);
  await world.api.create(testJob("a", { spec: { parallelism: 2, completions: 2 } }));
  await world.pass(5);
  await world.api.delete("jobs", "default", "a", "Background");
  await world.pass(5);
  expect(world.pods()).toEqual([]);
});

describe("a namespace that is deleted", () => {
  beforeEach(async () => {
    await world.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } });
  });

  test("goes after its content", async () => {
    await addPool(world);
    const job = testJob("a");
    await world.api.create({ ...job, metadata: { ...job.metadata, namespace: "team" } });
    await world.api.create(map("m", [], "team"));
    await world.pass(5);
    await world.api.delete("namespaces", undefined, "team");
    expect(phase()).toMatchObject({ phase: "Terminating" });
    await world.pass(5);
    expect(phase()).toBeUndefined();
    for (const plural of ["jobs", "pods", "configmaps", "events"])
      expect(world.api.list(plural, "team")).toEqual([]);
  });

  test("waits for a finalizer and names it, and goes on after a restart", async () => {
    const held = map("m", [], "team");
    await world.api.create({ ...held, metadata: { ...held.metadata, finalizers: ["example.org/hold"] } });
    await world.api.delete("namespaces", undefined, "team");
    await world.pass(5);
    expect(phase()).toMatchObject({
      conditions: [
        {
          type: "NamespaceContentRemaining",
          message: "Some resources are remaining: configmaps. has 1 resource instances",
        },
        {
          type: "NamespaceFinalizersRemaining",
          message:
            "Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances",
        },
      ],
    });
    await world.restart();
    await world.api.update("configmaps", "team", "m", ({ metadata }) => void (metadata.finalizers = []));
    await world.pass(1);
    expect(phase()).toBeUndefined();
  });
});

test("an Event lasts an hour", async () => {
  await world.api.create(testJob("a", { spec: { suspend: true } }));
  await world.pass(1);
  expect(world.reasons("a")).toEqual(["Suspended"]);
  await world.pass(4_000);
  expect(world.reasons("a")).toEqual([]);
});
