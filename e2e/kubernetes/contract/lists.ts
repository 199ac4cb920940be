import { beforeAll, describe, expect, test } from "vitest";
import { configMap, names, ok, PATCH, useWorld, type Connect } from "./world.ts";

const LABELS: [name: string, labels: Record<string, string>][] = [
  ["a", { app: "web", tier: "front", rank: "1" }],
  ["b", { app: "web", tier: "back", rank: "2" }],
  ["c", { app: "db", tier: "back", rank: "10" }],
  ["d", {}],
];

const pod = (name: string, nodeName?: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name },
  spec: {
    ...(nodeName ? { nodeName } : {}),
    serviceAccountName: "default",
    containers: [{ name: "main", image: "busybox" }],
  },
});

export function lists(connect: Connect): void {
  describe("lists", () => {
    const world = useWorld(connect);
    const list = (query?: Record<string, string | number>) =>
      world.client.ask("GET", world.path("secrets"), query ? { query } : {});

    beforeAll(async () => {
      for (const [name, labels] of LABELS) {
        const body = {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name, labels },
          type: name === "d" ? "example.com/other" : "Opaque",
        };
        await ok(world.client.ask("POST", world.path("secrets"), { body }), 201);
      }
    });

    test("a list has a kind, a version, and its items in order of name, without their kind", async () => {
      const all = await ok(list());
      expect(all).toMatchObject({ kind: "SecretList", apiVersion: "v1" });
      expect(all.metadata.resourceVersion).toMatch(/^\d+$/);
      expect(names(all)).toEqual(["a", "b", "c", "d"]);
      expect(all.items[0]).not.toHaveProperty("kind");
    });

    test.each([
      ["app=web", ["a", "b"]],
      ["app==web", ["a", "b"]],
      ["app!=web", ["c", "d"]],
      ["app", ["a", "b", "c"]],
      ["!app", ["d"]],
      ["tier in (back, front)", ["a", "b", "c"]],
      ["tier notin (back)", ["a", "d"]],
      ["app=web,tier=back", ["b"]],
      ["tier in (back),app notin (web)", ["c"]],
      ["rank>1", ["b", "c"]],
      ["rank<10", ["a", "b"]],
      ["app=", []],
      ["nothing=here", []],
    ])("label selector %s", async (labelSelector, expected) => {
      expect(names(await ok(list({ labelSelector })))).toEqual(expected);
    });

    test.each([
      ["metadata.name=b", ["b"]],
      ["metadata.name!=b", ["a", "c", "d"]],
      ["type=Opaque", ["a", "b", "c"]],
      ["type!=Opaque,metadata.name==d", ["d"]],
    ])("field selector %s", async (fieldSelector, expected) => {
      expect(names(await ok(list({ fieldSelector })))).toEqual(expected);
    });

    test("metadata.namespace selects across namespaces", async () => {
      const query = { fieldSelector: `metadata.namespace=${world.namespace},type=example.com/other` };
      expect(names(await ok(world.client.ask("GET", "/api/v1/secrets", { query })))).toEqual(["d"]);
    });

    test.each([
      ["an unknown field", { fieldSelector: "spec.unknown=1" }, "field label not supported"],
      ["a label selector that cannot be read", { labelSelector: "a=(b" }, "unable to parse"],
      ["a made-up continue token", { limit: 1, continue: "nonsense" }, "continue"],
      ["a version that is no number", { resourceVersion: "abc" }, "resource version"],
    ])("%s is 400", async (_, query, said) => {
      const { code, body } = await list(query);
      expect({ code, reason: body.reason }).toEqual({ code: 400, reason: "BadRequest" });
      expect(body.message).toContain(said);
    });

    test("pods and events are found by the fields that people ask for", async () => {
      const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } };
      expect([201, 409]).toContain(
        (await world.client.ask("POST", world.path("serviceaccounts"), { body: account })).code,
      );
      await ok(world.client.ask("POST", world.path("pods"), { body: pod("here", "contract-node") }), 201);
      await ok(world.client.ask("POST", world.path("pods"), { body: pod("nowhere") }), 201);
      const pods = (fieldSelector: string) =>
        ok(world.client.ask("GET", world.path("pods"), { query: { fieldSelector } }));
      expect(names(await pods("spec.nodeName=contract-node"))).toEqual(["here"]);
      expect(names(await pods("spec.nodeName=,status.phase=Pending"))).toEqual(["nowhere"]);
      const event = (name: string, involved: string) => ({
        apiVersion: "v1",
        kind: "Event",
        metadata: { name },
        involvedObject: { kind: "Job", name: involved, namespace: world.namespace },
        reason: "Tested",
        message: "for the suite",
        type: "Normal",
      });
      for (const [name, involved] of [
        ["e1", "one"],
        ["e2", "two"],
      ] as const)
        await ok(world.client.ask("POST", world.path("events"), { body: event(name, involved) }), 201);
      const query = { fieldSelector: "involvedObject.kind=Job,involvedObject.name=two,reason=Tested" };
      expect(names(await ok(world.client.ask("GET", world.path("events"), { query })))).toEqual(["e2"]);
    });
  });

  describe("paging", () => {
    const world = useWorld(connect);
    const list = (query: Record<string, string | number>) =>
      world.client.ask("GET", world.path("configmaps"), { query });
    const labelSelector = "paged";
    beforeAll(async () => {
      for (let index = 0; index < 5; index += 1)
        await ok(
          world.client.ask("POST", world.path("configmaps"), {
            body: configMap(`p${index}`, {}, { paged: "yes" }),
          }),
          201,
        );
    });

    test("pages are those of the moment of the first one", async () => {
      const first = await ok(list({ limit: 2, labelSelector }));
      expect(names(first)).toEqual(["p0", "p1"]);
      expect(first.metadata.continue).toBeTruthy();
      await ok(
        world.client.ask("POST", world.path("configmaps"), { body: configMap("p11", {}, { paged: "yes" }) }),
        201,
      );
      await ok(
        world.client.ask("PATCH", world.path("configmaps", "p2"), {
          contentType: PATCH.merge,
          body: { data: { changed: "yes" } },
        }),
      );
      const second = await ok(list({ limit: 2, labelSelector, continue: first.metadata.continue ?? "" }));
      expect(names(second)).toEqual(["p2", "p3"]);
      expect(second.items[0]).not.toHaveProperty("data");
      expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      const third = await ok(list({ limit: 2, labelSelector, continue: second.metadata.continue ?? "" }));
      expect(names(third)).toEqual(["p4"]);
      expect(third.metadata.continue ?? "").toBe("");
    });

    test("without a selector the rest is counted", async () => {
      const all = await ok(list({}));
      const page = await ok(list({ limit: 1 }));
      expect(page.metadata.remainingItemCount).toBe(all.items.length - 1);
    });

    test("a version of the future is refused after a while", { timeout: 15_000 }, async () => {
      expect(await list({ resourceVersion: "999999999" })).toMatchObject({
        code: 504,
        body: { reason: "Timeout" },
      });
    });
  });
}
