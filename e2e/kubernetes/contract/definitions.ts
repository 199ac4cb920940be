import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definition, DEFINITIONS, GROUP, NAME, widget } from "./widget.ts";
import { eventually, names, ok, PATCH, useWorld, type Connect } from "./world.ts";

export function definitions(connect: Connect): void {
  describe("custom resources", () => {
    const world = useWorld(connect);
    const path = (name?: string) =>
      `/apis/${GROUP}/v1/namespaces/${world.namespace}/widgets${name ? `/${name}` : ""}`;
    const apply = (fieldManager: string, spec: object) =>
      world.client.ask("PATCH", path("applied"), {
        contentType: PATCH.apply,
        body: widget("applied", spec),
        query: { fieldManager },
      });
    const create = (name: string, spec: object) =>
      world.client.ask("POST", path(), { body: widget(name, spec) });

    beforeAll(async () => {
      await ok(world.client.ask("POST", DEFINITIONS, { body: definition }), 201);
      await eventually(
        () => world.client.ask("GET", `${DEFINITIONS}/${NAME}`),
        ({ text }) =>
          /"type":"Established","status":"True"|"status":"True"[^}]*"type":"Established"/.test(text),
      );
      await eventually(
        () => world.client.ask("GET", path()),
        ({ code }) => code === 200,
      );
    });
    afterAll(async () => {
      await world.client.ask("DELETE", `${DEFINITIONS}/${NAME}`);
    });

    test("a definition is established and its resource discovered", async () => {
      const made = await ok(world.client.ask("GET", `${DEFINITIONS}/${NAME}`));
      expect(made.status).toMatchObject({ acceptedNames: { plural: "widgets" }, storedVersions: ["v1"] });
      const { resources } = (await ok(world.client.ask("GET", `/apis/${GROUP}/v1`))) as unknown as {
        resources: object[];
      };
      expect(resources).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            name: "widgets",
            kind: "Widget",
            shortNames: ["wd"],
            categories: ["contract"],
          }),
          expect.objectContaining({ name: "widgets/status" }),
        ]),
      );
    });

    test("defaults come, unknown fields go, free ones stay", async () => {
      const made = await ok(
        create("shaped", {
          size: 3,
          unknown: 1,
          nested: { other: 1 },
          free: { any: { thing: 1 } },
          either: "50%",
        }),
        201,
      );
      expect(made["spec"]).toEqual({
        size: 3,
        mode: "slow",
        nested: { deep: true },
        free: { any: { thing: 1 } },
        either: "50%",
      });
      expect(made.metadata.generation).toBe(1);
    });

    test("an unknown field is said, and 400 under strict validation", async () => {
      const body = widget("strict", { size: 3, unknown: 1 });
      const warned = await world.client.ask("POST", path(), { body, query: { dryRun: "All" } });
      expect(String(warned.headers["warning"])).toContain('unknown field \\"spec.unknown\\"');
      const strict = await world.client.ask("POST", path(), { body, query: { fieldValidation: "Strict" } });
      expect(strict.code).toBe(400);
      expect(strict.body.message).toContain('unknown field "spec.unknown"');
    });

    test.each([
      ["too small", { size: 0 }, "spec.size", "should be greater than or equal to 1"],
      ["too large", { size: 11 }, "spec.size", "should be less than or equal to 10"],
      ["of the wrong type", { size: "three" }, "spec.size", 'must be of type integer: "string"'],
      ["missing", {}, "spec.size", "Required value"],
      ["not in the list", { size: 1, mode: "medium" }, "spec.mode", 'Unsupported value: "medium"'],
      ["against the pattern", { size: 1, pattern: "A" }, "spec.pattern", "should match '^[a-z]+$'"],
      ["too long", { size: 1, pattern: "abcdef" }, "spec.pattern", "Too long"],
      ["too many", { size: 1, tags: ["a", "b", "c"] }, "spec.tags", "Too many: 3"],
      ["twice in a set", { size: 1, tags: ["a", "a"] }, "spec.tags[1]", "Duplicate value"],
      ["without its key", { size: 1, ports: [{ port: 1 }] }, "spec.ports[0].name", "Required value"],
    ])("a value %s is 422 naming the field", async (_, spec, field, said) => {
      const { code, body } = await create("bad", spec);
      expect({ code, reason: body.reason }).toEqual({ code: 422, reason: "Invalid" });
      expect(body.details.causes.map((cause) => cause.field)).toContain(field);
      expect(body.message).toContain(said);
      expect(body.message).toContain(`Widget.${GROUP} "bad" is invalid: `);
    });

    test("an update needs the version it read", async () => {
      const made = await ok(create("updated", { size: 1 }), 201);
      expect(
        (await world.client.ask("PUT", path("updated"), { body: widget("updated", { size: 2 }) })).code,
      ).toBe(422);
      const next = await ok(
        world.client.ask("PUT", path("updated"), { body: { ...made, spec: { size: 2 } } }),
      );
      expect(next).toMatchObject({ spec: { size: 2 }, metadata: { generation: 2 } });
    });

    test("status is its own subresource", async () => {
      const body = { ...widget("status", { size: 1 }), status: { phase: "Ignored" } };
      const made = await ok(world.client.ask("POST", path(), { body }), 201);
      expect(made).not.toHaveProperty("status");
      const byStatus = await ok(
        world.client.ask("PATCH", `${path("status")}/status`, {
          contentType: PATCH.merge,
          body: { spec: { size: 9 }, status: { phase: "Good" } },
        }),
      );
      expect(byStatus).toMatchObject({
        spec: { size: 1 },
        status: { phase: "Good" },
        metadata: { generation: 1 },
      });
      const byMain = await ok(
        world.client.ask("PATCH", path("status"), {
          contentType: PATCH.merge,
          body: { spec: { size: 2 }, status: { phase: "Bad" } },
        }),
      );
      expect(byMain).toMatchObject({
        spec: { size: 2 },
        status: { phase: "Good" },
        metadata: { generation: 2 },
      });
    });

    test("strategic merge is not for custom resources: 415", async () => {
      await ok(create("strategic", { size: 1 }), 201);
      expect(
        (await world.client.ask("PATCH", path("strategic"), { contentType: PATCH.strategic, body: {} })).code,
      ).toBe(415);
    });

    test("apply merges keyed lists by key and sets by value", async () => {
      await ok(apply("one", { size: 1, ports: [{ name: "a", port: 1 }], tags: ["x"] }), 201);
      const both = await ok(apply("two", { size: 1, ports: [{ name: "b", port: 2 }], tags: ["y"] }));
      expect(both["spec"]).toMatchObject({
        ports: [
          { name: "a", port: 1 },
          { name: "b", port: 2 },
        ],
        tags: ["x", "y"],
      });
      const { code, body } = await apply("two", { size: 1, ports: [{ name: "a", port: 3 }] });
      expect(code).toBe(409);
      expect(body.message).toContain('.spec.ports[name="a"].port');
      const less = await ok(apply("one", { size: 1 }));
      expect(less["spec"]).toMatchObject({ ports: [{ name: "b", port: 2 }], tags: ["y"] });
    });

    test("a table has the columns of the definition", async () => {
      await ok(create("tabled", { size: 4 }), 201);
      await ok(
        world.client.ask("PATCH", `${path("tabled")}/status`, {
          contentType: PATCH.merge,
          body: {
            status: {
              conditions: [
                { type: "Other", status: "False" },
                { type: "Ready", status: "True" },
              ],
            },
          },
        }),
      );
      const table = (await ok(
        world.client.ask("GET", path("tabled"), { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" }),
      )) as unknown as {
        columnDefinitions: { name: string; priority: number }[];
        rows: { cells: unknown[] }[];
      };
      expect(table.columnDefinitions.map(({ name, priority }) => [name, priority])).toEqual([
        ["Name", 0],
        ["Size", 0],
        ["Ready", 0],
        ["Mode", 1],
      ]);
      expect(table.rows[0]?.cells).toEqual(["tabled", 4, "True", "slow"]);
    });

    test("a watch from before the definition is told 410 Expired", async () => {
      const watch = await world.client.watch(path(), { resourceVersion: "1" });
      expect(await watch.next()).toMatchObject({
        type: "ERROR",
        object: { kind: "Status", code: 410, reason: "Expired" },
      });
      watch.close();
    });

    test.each([
      ["a name that does not fit", { metadata: { name: `other.${GROUP}` } }, "metadata.name"],
      [
        "no storage version",
        {
          spec: {
            ...definition.spec,
            versions: definition.spec.versions.map((version) => ({ ...version, storage: false })),
          },
        },
        "spec.versions",
      ],
      [
        "no schema",
        { spec: { ...definition.spec, versions: [{ name: "v1", served: true, storage: true }] } },
        "spec.versions[0].schema.openAPIV3Schema",
      ],
      [
        "a field without a type",
        {
          spec: {
            ...definition.spec,
            versions: [
              {
                name: "v1",
                served: true,
                storage: true,
                schema: { openAPIV3Schema: { type: "object", properties: { a: {} } } },
              },
            ],
          },
        },
        "spec.validation.openAPIV3Schema.properties[a].type",
      ],
    ])("a definition with %s is 422", async (_, part, field) => {
      const own = { ...definition.spec.names, plural: "gadgets", singular: "gadget", kind: "Gadget" };
      const base = { ...definition, metadata: { name: `gadgets.${GROUP}` } };
      const spec = { ...definition.spec, ...("spec" in part ? part.spec : {}), names: own };
      const { code, body } = await world.client.ask("POST", DEFINITIONS, {
        body: { ...base, ...part, spec },
      });
      expect(code).toBe(422);
      expect(body.details.causes.map((cause) => cause.field)).toContain(field);
    });

    test("a deleted definition takes its objects along", async () => {
      const name = `gadgets.${GROUP}`;
      const body = {
        ...definition,
        metadata: { name },
        spec: {
          ...definition.spec,
          names: { plural: "gadgets", singular: "gadget", kind: "Gadget", listKind: "GadgetList" },
        },
      };
      await ok(world.client.ask("POST", DEFINITIONS, { body }), 201);
      const gadgets = `/apis/${GROUP}/v1/namespaces/${world.namespace}/gadgets`;
      await eventually(
        () => world.client.ask("GET", gadgets),
        ({ code }) => code === 200,
      );
      const object = {
        apiVersion: `${GROUP}/v1`,
        kind: "Gadget",
        metadata: { name: "g" },
        spec: { size: 1 },
      };
      await eventually(
        () => world.client.ask("POST", gadgets, { body: object }),
        ({ code }) => code === 201,
      );
      expect(names(await ok(world.client.ask("GET", gadgets)))).toEqual(["g"]);
      await ok(world.client.ask("DELETE", `${DEFINITIONS}/${name}`));
      await eventually(
        () => world.client.ask("GET", `${DEFINITIONS}/${name}`),
        ({ code }) => code === 404,
      );
      await eventually(
        () => world.client.ask("GET", gadgets),
        ({ code }) => code === 404,
      );
    });
  });
}
