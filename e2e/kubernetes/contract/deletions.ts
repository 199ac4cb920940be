import { describe, expect, test } from "vitest";
import { configMap, job, names, ok, PATCH, unique, useWorld, type Connect } from "./world.ts";

export function deletions(connect: Connect): void {
  describe("deletions", () => {
    const world = useWorld(connect);
    const create = async (metadata: object = {}) => {
      const name = unique("deleted");
      const body = { ...configMap(name), metadata: { name, ...metadata } };
      return ok(world.client.ask("POST", world.path("configmaps"), { body }), 201);
    };
    const at = (name: string) => world.path("configmaps", name);

    test("delete answers a Status with the uid, and then it is gone", async () => {
      const { metadata } = await create();
      const done = await ok(world.client.ask("DELETE", at(metadata.name)));
      expect(done).toMatchObject({
        kind: "Status",
        status: "Success",
        details: { name: metadata.name, kind: "configmaps", uid: metadata.uid },
      });
      expect((await world.client.ask("GET", at(metadata.name))).code).toBe(404);
      expect((await world.client.ask("DELETE", at(metadata.name))).code).toBe(404);
    });

    test("a finalizer holds it back, marked; removing the last one lets it go", async () => {
      const { metadata } = await create({ finalizers: ["contract.test/a", "contract.test/b"] });
      const marked = await ok(world.client.ask("DELETE", at(metadata.name)));
      expect(marked.metadata.deletionTimestamp).toBeDefined();
      expect(marked.metadata).toMatchObject({
        deletionGracePeriodSeconds: 0,
        finalizers: ["contract.test/a", "contract.test/b"],
      });
      const patch = (body: object) =>
        world.client.ask("PATCH", at(metadata.name), { contentType: PATCH.merge, body });
      await ok(patch({ metadata: { finalizers: ["contract.test/b"] } }));
      const still = await ok(world.client.ask("GET", at(metadata.name)));
      expect(still.metadata.deletionTimestamp).toBe(marked.metadata.deletionTimestamp);
      expect((await patch({ metadata: { finalizers: ["contract.test/b", "contract.test/new"] } })).code).toBe(
        422,
      );
      await ok(patch({ metadata: { finalizers: null } }));
      expect((await world.client.ask("GET", at(metadata.name))).code).toBe(404);
    });

    test("preconditions on uid and version are 409 when they do not hold", async () => {
      const { metadata } = await create();
      for (const preconditions of [
        { uid: "00000000-0000-0000-0000-000000000000" },
        { resourceVersion: "1" },
      ]) {
        const body = { kind: "DeleteOptions", apiVersion: "v1", preconditions };
        expect(await world.client.ask("DELETE", at(metadata.name), { body })).toMatchObject({
          code: 409,
          body: { reason: "Conflict" },
        });
      }
      const body = { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid: metadata.uid } };
      await ok(world.client.ask("DELETE", at(metadata.name), { body }));
    });

    test.each([
      ["Foreground", "foregroundDeletion"],
      ["Orphan", "orphan"],
    ])(
      "propagation %s leaves the finalizer %s to the garbage collector",
      async (propagationPolicy, finalizer) => {
        const { metadata } = await create({ finalizers: ["contract.test/hold"] });
        const marked = await ok(
          world.client.ask("DELETE", at(metadata.name), {
            body: { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy },
          }),
        );
        expect(marked.metadata.finalizers?.toSorted()).toEqual(["contract.test/hold", finalizer].toSorted());
        expect(marked.metadata.deletionTimestamp).toBeDefined();
        await ok(
          world.client.ask("PATCH", at(metadata.name), {
            contentType: PATCH.merge,
            body: { metadata: { finalizers: null } },
          }),
        );
      },
    );

    test("a Job deleted without a wish keeps its pods, and a warning says so", async () => {
      const name = unique("deleted");
      const body = { ...job(name), metadata: { name, finalizers: ["contract.test/hold"] } };
      await ok(world.client.ask("POST", world.path("jobs"), { body }), 201);
      const answer = await world.client.ask("DELETE", world.path("jobs", name));
      expect(answer.body.metadata.finalizers).toContain("orphan");
      expect(String(answer.headers["warning"])).toContain("child pods are preserved by default");
      await ok(
        world.client.ask("PATCH", world.path("jobs", name), {
          contentType: PATCH.merge,
          body: { metadata: { finalizers: null } },
        }),
      );
    });

    test("deletecollection takes what the selector finds", async () => {
      for (const name of ["x1", "x2"])
        await ok(
          world.client.ask("POST", world.path("secrets"), {
            body: { apiVersion: "v1", kind: "Secret", metadata: { name, labels: { sweep: "yes" } } },
          }),
          201,
        );
      await ok(
        world.client.ask("POST", world.path("secrets"), {
          body: { apiVersion: "v1", kind: "Secret", metadata: { name: "x3" } },
        }),
        201,
      );
      await ok(world.client.ask("DELETE", world.path("secrets"), { query: { labelSelector: "sweep=yes" } }));
      const left = await ok(
        world.client.ask("GET", world.path("secrets"), { query: { fieldSelector: "type=Opaque" } }),
      );
      expect(names(left)).toEqual(["x3"]);
    });

    test("what is deleted and made again has another uid", async () => {
      const { metadata } = await create();
      await ok(world.client.ask("DELETE", at(metadata.name)));
      const again = await ok(
        world.client.ask("POST", world.path("configmaps"), { body: configMap(metadata.name) }),
        201,
      );
      expect(again.metadata.uid).not.toBe(metadata.uid);
    });
  });
}
