import { describe, expect, test } from "vitest";
import { ok, PATCH, unique, useWorld, type Connect } from "./world.ts";

const config = (name: string, data: Record<string, string>, labels?: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...(labels ? { labels } : {}) },
  data,
});

const ownerOf = (
  object: { metadata: { managedFields?: { manager: string; operation: string; fieldsV1: object }[] } },
  manager: string,
) => object.metadata.managedFields?.find((entry) => entry.manager === manager);

export function applies(connect: Connect): void {
  describe("server-side apply", () => {
    const world = useWorld(connect);
    const apply = (
      plural: string,
      object: { metadata: { name: string } },
      fieldManager: string,
      force = false,
      query = {},
    ) =>
      world.client.ask("PATCH", world.path(plural, object.metadata.name), {
        contentType: PATCH.apply,
        body: object,
        query: { fieldManager, force, ...query },
      });

    test("it creates with 201, and the same again changes nothing", async () => {
      const object = config(unique("applied"), { a: "1" });
      const made = await ok(apply("configmaps", object, "one"), 201);
      expect(ownerOf(made, "one")).toMatchObject({
        operation: "Apply",
        fieldsV1: { "f:data": { "f:a": {} } },
      });
      const again = await ok(apply("configmaps", object, "one"));
      expect(again.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
    });

    test("YAML is taken as well as JSON", async () => {
      const name = unique("applied");
      const body = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: "1"\n`;
      const made = await ok(
        world.client.ask("PATCH", world.path("configmaps", name), {
          contentType: PATCH.apply,
          body,
          query: { fieldManager: "one" },
        }),
        201,
      );
      expect(made).toMatchObject({ data: { a: "1" } });
    });

    test("without a field manager it is refused", async () => {
      const object = config(unique("applied"), {});
      const { code, body } = await world.client.ask("PATCH", world.path("configmaps", object.metadata.name), {
        contentType: PATCH.apply,
        body: object,
      });
      expect(code).toBe(422);
      expect(body.message).toContain("fieldManager");
    });

    test("a field left out is taken away, unless somebody else owns it", async () => {
      const name = unique("applied");
      await ok(apply("configmaps", config(name, { mine: "1", shared: "1" }, { own: "yes" }), "one"), 201);
      await ok(apply("configmaps", config(name, { shared: "1", theirs: "1" }), "two"));
      const after = await ok(apply("configmaps", config(name, {}), "one"));
      expect(after["data"]).toEqual({ shared: "1", theirs: "1" });
      expect(after.metadata.labels).toBeUndefined();
      const last = await ok(apply("configmaps", config(name, { theirs: "1" }), "two"));
      expect(last["data"]).toEqual({ theirs: "1" });
    });

    test("a field that another owns with another value is a conflict naming owner and field; force takes it over", async () => {
      const name = unique("applied");
      await ok(apply("configmaps", config(name, { a: "1", b: "1" }), "one"), 201);
      const { code, body } = await apply("configmaps", config(name, { a: "2" }), "two");
      expect({ code, reason: body.reason }).toEqual({ code: 409, reason: "Conflict" });
      expect(body.message).toBe('Apply failed with 1 conflict: conflict with "one": .data.a');
      expect(body.details.causes).toEqual([
        { reason: "FieldManagerConflict", message: 'conflict with "one"', field: ".data.a" },
      ]);
      const forced = await ok(apply("configmaps", config(name, { a: "2" }), "two", true));
      expect(forced["data"]).toEqual({ a: "2", b: "1" });
      expect(ownerOf(forced, "one")?.fieldsV1).toEqual({ "f:data": { "f:b": {} } });
      expect(ownerOf(forced, "two")?.fieldsV1).toEqual({ "f:data": { "f:a": {} } });
    });

    test("the same value is owned together", async () => {
      const name = unique("applied");
      await ok(apply("configmaps", config(name, { a: "1" }), "one"), 201);
      const shared = await ok(apply("configmaps", config(name, { a: "1" }), "two"));
      expect(ownerOf(shared, "one")).toBeDefined();
      expect(ownerOf(shared, "two")).toBeDefined();
    });

    test("an update takes ownership from an applier, who then conflicts", async () => {
      const name = unique("applied");
      await ok(apply("configmaps", config(name, { a: "1" }), "one"), 201);
      await ok(
        world.client.ask("PATCH", world.path("configmaps", name), {
          contentType: PATCH.merge,
          body: { data: { a: "2" } },
          query: { fieldManager: "editor" },
        }),
      );
      const { code, body } = await apply("configmaps", config(name, { a: "1" }), "one");
      expect(code).toBe(409);
      expect(body.message).toContain('conflict with "editor" using v1: .data.a');
    });

    test("dryRun applies nothing", async () => {
      const name = unique("applied");
      await ok(apply("configmaps", config(name, { a: "1" }), "one"), 201);
      const wished = await ok(apply("configmaps", config(name, { a: "2" }), "one", false, { dryRun: "All" }));
      expect(wished["data"]).toEqual({ a: "2" });
      expect(await ok(world.client.ask("GET", world.path("configmaps", name)))).toMatchObject({
        data: { a: "1" },
      });
    });

    test("containers are merged by name, tolerations are one value", async () => {
      const name = unique("applied");
      const cron = (pod: object) => ({
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name },
        spec: { jobTemplate: { spec: { template: { spec: pod } } } },
      });
      const first = cron({
        restartPolicy: "Never",
        tolerations: [{ key: "a", operator: "Exists" }],
        containers: [{ name: "main", image: "i:1" }],
      });
      const whole = { ...first, spec: { schedule: "0 0 * * *", suspend: true, ...first.spec } };
      await ok(apply("cronjobs", whole, "one"), 201);
      const joined = await ok(
        apply("cronjobs", cron({ containers: [{ name: "side", image: "i:2" }] }), "two"),
      );
      type Pod = {
        jobTemplate: {
          spec: { template: { spec: { containers: { name: string }[]; tolerations: object[] } } };
        };
      };
      const pod = (joined["spec"] as Pod).jobTemplate.spec.template.spec;
      expect(pod.containers.map((container) => container.name)).toEqual(["main", "side"]);
      const { code, body } = await apply(
        "cronjobs",
        cron({ tolerations: [{ key: "b", operator: "Exists" }] }),
        "two",
      );
      expect(code).toBe(409);
      expect(body.message).toContain(".spec.jobTemplate.spec.template.spec.tolerations");
      const gone = await ok(apply("cronjobs", cron({}), "two"));
      expect(
        (gone["spec"] as Pod).jobTemplate.spec.template.spec.containers.map((container) => container.name),
      ).toEqual(["main"]);
    });

    test("status has owners of its own", async () => {
      const name = unique("applied");
      const pod = {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name },
        spec: {
          suspend: true,
          template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "i:1" }] } },
        },
      };
      await ok(apply("jobs", pod, "one"), 201);
      const status = { apiVersion: "batch/v1", kind: "Job", metadata: { name }, status: { terminating: 4 } };
      const done = await ok(
        world.client.ask("PATCH", `${world.path("jobs", name)}/status`, {
          contentType: PATCH.apply,
          body: status,
          query: { fieldManager: "two", force: true },
        }),
      );
      expect(done).toMatchObject({ spec: { suspend: true }, status: { terminating: 4 } });
      expect(ownerOf(done, "two")).toMatchObject({
        subresource: "status",
        fieldsV1: { "f:status": { "f:terminating": {} } },
      });
    });
  });
}
