import { beforeAll, describe, expect, test } from "vitest";
import { PATCH, configMap, ok, unique, type Connect } from "../contract/world.ts";
import { batchJob, until, useBatchWorld, type Condition, type Resource } from "./batch-world.ts";

export function collection(connect: Connect): void {
  describe("what nobody owns", () => {
    const world = useBatchWorld(connect);
    beforeAll(async () => void (await world.addNode()));
    const isGone = (plural: string, name: string) =>
      until(`${name} is gone`, async () => (await world.get(plural, name)) === undefined);

    test("Background: the owner goes at once, its dependents after it", async () => {
      const owner = await world.create("configmaps", configMap("background"));
      const child = await world.create("configmaps", owned("background-child", owner));
      await world.create("configmaps", owned("background-grandchild", child));
      await world.remove("configmaps", "background", "Background");
      expect(await world.get("configmaps", "background")).toBeUndefined();
      await isGone("configmaps", "background-child");
      await isGone("configmaps", "background-grandchild");
    });

    test("Foreground: the owner waits for its dependents", async () => {
      const owner = await world.create("configmaps", configMap("foreground"));
      const held = owned("foreground-child", owner);
      await world.create("configmaps", {
        ...held,
        metadata: { ...held.metadata, finalizers: ["contract.test/hold"] },
      });
      await world.remove("configmaps", "foreground", "Foreground");
      await until(
        "the child is being deleted",
        async () => (await world.get("configmaps", "foreground-child"))?.metadata.deletionTimestamp,
      );
      expect((await world.get("configmaps", "foreground"))?.metadata.finalizers).toEqual([
        "foregroundDeletion",
      ]);
      await world.patch("configmaps", "foreground-child", { metadata: { finalizers: null } });
      await isGone("configmaps", "foreground-child");
      await isGone("configmaps", "foreground");
    });

    test("Orphan: the dependents stay, without an owner", async () => {
      const owner = await world.create("configmaps", configMap("orphan"));
      await world.create("configmaps", owned("orphan-child", owner));
      await world.remove("configmaps", "orphan", "Orphan");
      await isGone("configmaps", "orphan");
      expect((await world.get("configmaps", "orphan-child"))?.metadata).not.toHaveProperty("ownerReferences");
    });

    test("a deleted Job takes its running pods with it", async () => {
      await world.create(
        "jobs",
        batchJob(world, "deleted", { seconds: 600, spec: { parallelism: 2, completions: 2 } }),
      );
      await until("two pods run", async () => (await world.get("jobs", "deleted"))?.status["ready"] === 2);
      await world.remove("jobs", "deleted", "Background");
      await until("no pod is left", async () => (await world.list("pods")).length === 0);
    });

    test("pods of a node that is gone go too", async () => {
      const label = { "contract.test/doomed": "yes" };
      const node = await world.addNode({ labels: label });
      await world.create("jobs", batchJob(world, "uprooted", { seconds: 600, pod: { nodeSelector: label } }));
      const [pod] = await until("its pod runs", async () => {
        const pods = await world.list("pods", "job-name=uprooted");
        return pods[0]?.status.phase === "Running" && pods;
      });
      await world.deleteNode(node);
      await world.remove("jobs", "uprooted", "Background");
      await isGone("pods", pod?.metadata.name ?? "");
    });
  });

  describe("a namespace that is deleted", () => {
    const world = useBatchWorld(connect);

    test("goes after its content; a finalizer holds it and is named", async () => {
      const name = unique("contract-gone");
      const path = `/api/v1/namespaces/${name}`;
      const ask: typeof world.client.ask = (...args) => world.client.ask(...args);
      await ok(
        ask("POST", "/api/v1/namespaces", {
          body: { apiVersion: "v1", kind: "Namespace", metadata: { name } },
        }),
        201,
      );
      const held = { ...configMap("held"), metadata: { name: "held", finalizers: ["contract.test/hold"] } };
      await ok(ask("POST", `${path}/configmaps`, { body: held }), 201);
      await ok(ask("POST", `${path}/configmaps`, { body: configMap("free") }), 201);
      await ok(ask("DELETE", path));
      const conditions = await until("what remains is said", async () => {
        const { body } = await ask("GET", path);
        const { phase, conditions: said = [] } = body.status as { phase: string; conditions?: Condition[] };
        expect(phase).toBe("Terminating");
        return (
          said.some(({ type, status }) => type === "NamespaceFinalizersRemaining" && status === "True") &&
          said
        );
      });
      expect(conditions).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            type: "NamespaceContentRemaining",
            status: "True",
            reason: "SomeResourcesRemain",
            message: "Some resources are remaining: configmaps. has 1 resource instances",
          }),
          expect.objectContaining({
            reason: "SomeFinalizersRemain",
            message:
              "Some content in the namespace has finalizers remaining: contract.test/hold in 1 resource instances",
          }),
        ]),
      );
      await ok(
        ask("PATCH", `${path}/configmaps/held`, {
          contentType: PATCH.merge,
          body: { metadata: { finalizers: null } },
        }),
      );
      await until("the namespace is gone", async () => (await ask("GET", path)).code === 404);
    });
  });
}

const owned = (name: string, { apiVersion, kind, metadata }: Resource) => {
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, blockOwnerDeletion: true };
  return { ...configMap(name), metadata: { name, ownerReferences: [owner] } };
};
