import { describe, expect, test } from "vitest";
import type { Body } from "./client.ts";
import { configMap, job, ok, PATCH, unique, useWorld, type Connect } from "./world.ts";

const container = (part: object) => ({ spec: { template: { spec: part } } });

const template = (containers: object[]) => ({
  template: { spec: { restartPolicy: "Never", containers } },
});

const inPod = (part: object) => ({ spec: { jobTemplate: { spec: { template: { spec: part } } } } });

export function patches(connect: Connect): void {
  describe("patches", () => {
    const world = useWorld(connect);
    const create = async (data: Record<string, string> = {}) => {
      const name = unique("patched");
      await ok(world.client.ask("POST", world.path("configmaps"), { body: configMap(name, data) }), 201);
      return world.path("configmaps", name);
    };
    const patch = (path: string, contentType: string, body: unknown) =>
      world.client.ask("PATCH", path, { contentType, body });
    const createJob = async (spec: object = {}) => {
      const name = unique("patched");
      await ok(world.client.ask("POST", world.path("jobs"), { body: job(name, spec) }), 201);
      return world.path("jobs", name);
    };

    test("JSON patch: add, replace, remove, move, copy, test", async () => {
      const path = await create({ a: "1", b: "2", gone: "3" });
      const operations = [
        { op: "test", path: "/data/a", value: "1" },
        { op: "add", path: "/data/c", value: "3" },
        { op: "copy", from: "/data/a", path: "/data/copied" },
        { op: "move", from: "/data/b", path: "/data/moved" },
        { op: "replace", path: "/data/a", value: "9" },
        { op: "remove", path: "/data/gone" },
        { op: "add", path: "/metadata/labels", value: { "contract.test/slash": "yes" } },
        { op: "replace", path: "/metadata/labels/contract.test~1slash", value: "no" },
      ];
      const done = await ok(patch(path, PATCH.json, operations));
      expect(done["data"]).toEqual({ a: "9", c: "3", copied: "1", moved: "2" });
      expect(done.metadata.labels).toEqual({ "contract.test/slash": "no" });
    });

    test.each([
      ["a test that fails", [{ op: "test", path: "/data/a", value: "2" }], 422],
      ["a path that is not there", [{ op: "replace", path: "/data/nothing/deep", value: "2" }], 422],
      ["no list", { op: "add" }, 400],
    ])("JSON patch with %s is refused and changes nothing", async (_, operations, code) => {
      const path = await create({ a: "1" });
      expect((await patch(path, PATCH.json, operations)).code).toBe(code);
      expect(await ok(world.client.ask("GET", path))).toMatchObject({ data: { a: "1" } });
    });

    test("merge patch: null takes away, lists are replaced", async () => {
      const path = await create({ a: "1", b: "2" });
      const done = await ok(
        patch(path, PATCH.merge, {
          data: { a: null, c: "3" },
          metadata: { finalizers: ["contract.test/x"] },
        }),
      );
      expect(done["data"]).toEqual({ b: "2", c: "3" });
      expect(done.metadata.finalizers).toEqual(["contract.test/x"]);
      const next = await ok(patch(path, PATCH.merge, { metadata: { finalizers: ["contract.test/y"] } }));
      expect(next.metadata.finalizers).toEqual(["contract.test/y"]);
      await ok(patch(path, PATCH.merge, { metadata: { finalizers: null } }));
    });

    test("a patch that names the version it read conflicts when that is old", async () => {
      const path = await create({ a: "1" });
      const { metadata } = await ok(world.client.ask("GET", path));
      await ok(patch(path, PATCH.merge, { data: { a: "2" } }));
      const { resourceVersion } = metadata;
      expect(
        await patch(path, PATCH.merge, { metadata: { resourceVersion }, data: { a: "3" } }),
      ).toMatchObject({ code: 409, body: { reason: "Conflict" } });
    });

    test("strategic merge: containers by name, env by name, finalizers as a set, tolerations whole", async () => {
      const path = await createJob();
      const tolerations = [{ key: "a", operator: "Exists", effect: "NoSchedule" }];
      const first = await ok(
        patch(path, PATCH.strategic, {
          metadata: { finalizers: ["contract.test/a"] },
          ...container({ tolerations }),
        }),
      );
      const second = await ok(
        patch(path, PATCH.strategic, {
          metadata: { finalizers: ["contract.test/b"], labels: { more: "yes" } },
          ...container({
            tolerations: [{ key: "b", operator: "Exists" }],
            containers: [{ name: "main", resources: { requests: { cpu: "2" } } }],
          }),
        }),
      );
      expect(first.metadata.finalizers).toEqual(["contract.test/a"]);
      expect(second.metadata.finalizers?.toSorted()).toEqual(["contract.test/a", "contract.test/b"]);
      expect(second).toMatchObject({
        spec: {
          template: {
            spec: {
              tolerations: [{ key: "b", operator: "Exists" }],
              containers: [
                {
                  name: "main",
                  image: "busybox:1.36",
                  resources: { requests: { cpu: "2", memory: "64Mi" } },
                },
              ],
            },
          },
        },
      });
      await ok(
        patch(path, PATCH.strategic, {
          metadata: { "$deleteFromPrimitiveList/finalizers": ["contract.test/a", "contract.test/b"] },
        }),
      );
    });

    test("strategic merge: $patch: delete and replace, $retainKeys and the order directives", async () => {
      const name = unique("cron");
      const body = {
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name },
        spec: {
          schedule: "0 0 * * *",
          suspend: true,
          jobTemplate: {
            spec: template([
              {
                name: "a",
                image: "i:1",
                env: [
                  { name: "X", value: "1" },
                  { name: "Y", value: "2" },
                ],
              },
              { name: "b", image: "i:1" },
            ]),
          },
        },
      };
      await ok(world.client.ask("POST", world.path("cronjobs"), { body }), 201);
      const path = world.path("cronjobs", name);
      type Spec = {
        jobTemplate: {
          spec: { template: { spec: { containers: { name: string; env?: { name: string }[] }[] } } };
        };
      };
      const containers = (done: Body) => (done["spec"] as Spec).jobTemplate.spec.template.spec.containers;
      const changed = await ok(
        patch(
          path,
          PATCH.strategic,
          inPod({
            containers: [
              {
                name: "a",
                env: [
                  { name: "X", $patch: "delete" },
                  { name: "Z", value: "3" },
                ],
              },
              { name: "b", $patch: "delete" },
            ],
          }),
        ),
      );
      expect(containers(changed).map((item) => item.name)).toEqual(["a"]);
      expect(
        containers(changed)[0]
          ?.env?.map((item) => item.name)
          .toSorted(),
      ).toEqual(["Y", "Z"]);
      const ordered = await ok(
        patch(
          path,
          PATCH.strategic,
          inPod({
            "$setElementOrder/containers": [{ name: "c" }, { name: "a" }],
            containers: [{ name: "c", image: "i:2" }],
          }),
        ),
      );
      expect(containers(ordered).map((item) => item.name)).toEqual(["c", "a"]);
      const replaced = await ok(
        patch(
          path,
          PATCH.strategic,
          inPod({ containers: [{ $patch: "replace" }, { name: "only", image: "i:3" }] }),
        ),
      );
      expect(containers(replaced).map((item) => item.name)).toEqual(["only"]);
    });

    test("another content type is 415", async () => {
      const path = await create();
      expect(await patch(path, "application/json", {})).toMatchObject({
        code: 415,
        body: { reason: "UnsupportedMediaType" },
      });
    });

    test("the status subresource changes status alone, the main path all but status; generation counts changes of spec", async () => {
      const path = await createJob({ suspend: true });
      const before = await ok(world.client.ask("GET", path));
      const byStatus = await ok(
        patch(`${path}/status`, PATCH.merge, { spec: { parallelism: 9 }, status: { terminating: 3 } }),
      );
      expect(byStatus).toMatchObject({ spec: { parallelism: 1 }, status: { terminating: 3 } });
      expect(byStatus.metadata.generation).toBe(before.metadata.generation);
      const bySpec = await ok(
        patch(path, PATCH.merge, { spec: { parallelism: 2 }, status: { terminating: 7 } }),
      );
      expect(bySpec).toMatchObject({ spec: { parallelism: 2 } });
      expect((bySpec.status as { terminating?: number }).terminating).not.toBe(7);
      expect(bySpec.metadata.generation).toBe((before.metadata.generation ?? 0) + 1);
      const byLabel = await ok(patch(path, PATCH.merge, { metadata: { labels: { a: "b" } } }));
      expect(byLabel.metadata.generation).toBe(bySpec.metadata.generation);
    });

    test("who wrote which field is kept under the manager's name", async () => {
      const path = await create({ a: "1" });
      const done = await ok(
        world.client.ask("PATCH", path, {
          contentType: PATCH.merge,
          body: { data: { b: "2" } },
          query: { fieldManager: "someone" },
        }),
      );
      expect(done.metadata.managedFields).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            manager: "contract",
            operation: "Update",
            fieldsV1: { "f:data": { ".": {}, "f:a": {} } },
          }),
          expect.objectContaining({
            manager: "someone",
            operation: "Update",
            fieldsV1: { "f:data": { "f:b": {} } },
          }),
        ]),
      );
    });
  });
}
