import { describe, expect, test } from "vitest";
import { configMap, job, ok, unique, useWorld, type Connect } from "./world.ts";

const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

interface Table {
  kind: string;
  columnDefinitions: { name: string; type: string; priority: number }[];
  rows: { cells: unknown[]; object: { kind: string; metadata: { name: string } } }[];
}

const columns = ({ columnDefinitions }: Table) =>
  columnDefinitions.filter(({ priority }) => priority === 0).map(({ name }) => name);

const as = (form: string) => `application/json;as=${form};v=v1;g=meta.k8s.io`;

export function tables(connect: Connect): void {
  describe("tables", () => {
    const world = useWorld(connect);
    const table = async (path: string, query = {}) =>
      (await ok(
        world.client.ask("GET", path, { accept: `${TABLE},application/json`, query }),
      )) as unknown as Table;

    test.each([
      ["jobs", ["Name", "Status", "Completions", "Duration", "Age"]],
      ["cronjobs", ["Name", "Schedule", "Timezone", "Suspend", "Active", "Last Schedule", "Age"]],
      ["pods", ["Name", "Ready", "Status", "Restarts", "Age"]],
      ["configmaps", ["Name", "Data", "Age"]],
      ["secrets", ["Name", "Type", "Data", "Age"]],
      ["events", ["Last Seen", "Type", "Reason", "Object", "Message"]],
      ["leases", ["Name", "Holder", "Age"]],
    ])("the columns of %s", async (plural, expected) => {
      expect(columns(await table(world.path(plural)))).toEqual(expected);
    });

    test.each([
      ["/api/v1/nodes", ["Name", "Status", "Roles", "Age", "Version"]],
      ["/api/v1/namespaces", ["Name", "Status", "Age"]],
      [
        "/apis/scheduling.k8s.io/v1/priorityclasses",
        ["Name", "Value", "Global-Default", "Age", "PreemptionPolicy"],
      ],
      ["/apis/apiextensions.k8s.io/v1/customresourcedefinitions", ["Name", "Created At"]],
      ["/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", ["Name", "Webhooks", "Age"]],
    ])("the columns of %s", async (path, expected) => {
      expect(columns(await table(path))).toEqual(expected);
    });

    test("a row has a cell for each column and the object's metadata", async () => {
      const name = unique("tabled");
      await ok(world.client.ask("POST", world.path("jobs"), { body: job(name) }), 201);
      const one = await table(world.path("jobs", name));
      expect(one.kind).toBe("Table");
      expect(one.rows[0]?.cells).toHaveLength(one.columnDefinitions.length);
      expect(one.rows[0]?.cells[0]).toBe(name);
      expect(one.rows[0]?.cells[2]).toBe("0/1");
      expect(one.rows[0]?.object).toMatchObject({ kind: "PartialObjectMetadata", metadata: { name } });
      const whole = await table(world.path("jobs", name), { includeObject: "Object" });
      expect(whole.rows[0]?.object).toMatchObject({ kind: "Job", spec: { suspend: true } });
    });

    test("a watch gives tables too", async () => {
      const name = unique("tabled");
      const { metadata } = await ok(world.client.ask("GET", world.path("configmaps")));
      const watch = await world.client.watch(
        world.path("configmaps"),
        { resourceVersion: metadata.resourceVersion },
        TABLE,
      );
      await ok(
        world.client.ask("POST", world.path("configmaps"), { body: configMap(name, { a: "1", b: "2" }) }),
        201,
      );
      const event = await watch.until(
        ({ object }) => (object as unknown as Table).rows[0]?.cells[0] === name,
      );
      const { columnDefinitions, rows, kind } = event.object as unknown as Table;
      expect({ type: event.type, kind, data: rows[0]?.cells[1] }).toEqual({
        type: "ADDED",
        kind: "Table",
        data: 2,
      });
      expect(columnDefinitions.length === 0 || columnDefinitions[0]?.name === "Name").toBe(true);
      watch.close();
    });

    test("metadata alone can be asked for", async () => {
      const name = unique("partial");
      await ok(
        world.client.ask("POST", world.path("configmaps"), { body: configMap(name, { a: "1" }) }),
        201,
      );
      const one = await ok(
        world.client.ask("GET", world.path("configmaps", name), { accept: as("PartialObjectMetadata") }),
      );
      expect(one).toMatchObject({
        kind: "PartialObjectMetadata",
        apiVersion: "meta.k8s.io/v1",
        metadata: { name },
      });
      expect(one).not.toHaveProperty("data");
      expect(
        await ok(
          world.client.ask("GET", world.path("configmaps"), { accept: as("PartialObjectMetadataList") }),
        ),
      ).toMatchObject({ kind: "PartialObjectMetadataList" });
    });

    test("an answer in a form that nobody has is 406", async () => {
      expect((await world.client.ask("GET", world.path("configmaps"), { accept: "text/html" })).code).toBe(
        406,
      );
    });
  });
}
