import { describe, expect, test } from "vitest";
import { configMap, job, ok, PATCH, unique, useWorld, type Connect } from "./world.ts";

export function objects(connect: Connect): void {
  describe("objects", () => {
    const world = useWorld(connect);
    const ask: typeof world.client.ask = (...args) => world.client.ask(...args);

    test("no credentials, or wrong ones, are 401 with a Status", async () => {
      for (const authorization of [false, "Bearer wrong", "Basic YTpi"] as const) {
        const { code, body } = await ask("GET", "/api/v1/namespaces", { authorization });
        // a server that allows anonymous requests forbids them instead
        expect([401, 403]).toContain(code);
        expect(body).toMatchObject({ kind: "Status", status: "Failure" });
      }
      expect((await ask("GET", "/api/v1/namespaces", { authorization: "Bearer wrong" })).code).toBe(401);
    });

    test("discovery lists versions, groups and resources, and health answers ok", async () => {
      expect(await ok(ask("GET", "/version"))).toMatchObject({ major: "1" });
      expect(await ok(ask("GET", "/api"))).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
      const groups = (await ok(ask("GET", "/apis")))["groups"] as { name: string }[];
      expect(groups.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["batch", "coordination.k8s.io"]),
      );
      expect(await ok(ask("GET", "/apis/batch"))).toMatchObject({
        kind: "APIGroup",
        preferredVersion: { version: "v1" },
      });
      const resources = (await ok(ask("GET", "/apis/batch/v1")))["resources"] as object[];
      expect(resources).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: "jobs", singularName: "job", kind: "Job", namespaced: true }),
          expect.objectContaining({ name: "jobs/status" }),
        ]),
      );
      for (const path of ["/healthz", "/readyz", "/livez"]) expect((await ask("GET", path)).text).toBe("ok");
    });

    test.each([
      "/apis/not-there.example.com/v1",
      "/apis/not-there.example.com/v1/things",
      "/api/v1/things",
      "/apis/batch/v1/namespaces/default/things",
      "/nothing",
    ])("what nobody serves is 404: %s", async (path) => {
      expect((await ask("GET", path)).code).toBe(404);
    });

    test("create answers 201 with uid, version and creation time; get gives the same", async () => {
      const made = await ok(
        ask("POST", world.path("configmaps"), { body: configMap("made", { a: "1" }) }),
        201,
      );
      expect(made.metadata).toMatchObject({ name: "made", namespace: world.namespace });
      expect(made.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(made.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(await ok(ask("GET", world.path("configmaps", "made")))).toEqual(made);
    });

    test("the same name twice is 409 AlreadyExists, a name that is not there 404 NotFound", async () => {
      await ok(ask("POST", world.path("configmaps"), { body: configMap("twice") }), 201);
      const again = await ask("POST", world.path("configmaps"), { body: configMap("twice") });
      expect(again).toMatchObject({
        code: 409,
        body: { reason: "AlreadyExists", message: 'configmaps "twice" already exists' },
      });
      const missing = await ask("GET", world.path("jobs", "missing"));
      expect(missing).toMatchObject({
        code: 404,
        body: {
          kind: "Status",
          reason: "NotFound",
          message: 'jobs.batch "missing" not found',
          details: { name: "missing", group: "batch", kind: "jobs" },
        },
      });
    });

    test("generateName gives a name with five characters more", async () => {
      const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { generateName: "some-" } };
      const made = await ok(ask("POST", world.path("configmaps"), { body }), 201);
      expect(made.metadata.name).toMatch(/^some-[a-z0-9]{5}$/);
      expect(made.metadata.generateName).toBe("some-");
    });

    test.each([
      ["no name", { metadata: {} }, "metadata.name"],
      ["a name with capitals", { metadata: { name: "Bad" } }, "metadata.name"],
      [
        "a label that is none",
        { metadata: { name: "bad", labels: { a: "not a label" } } },
        "metadata.labels",
      ],
    ])("%s is 422 naming the field", async (_, part, field) => {
      const { code, body } = await ask("POST", world.path("configmaps"), {
        body: { apiVersion: "v1", kind: "ConfigMap", ...part },
      });
      expect({ code, reason: body.reason }).toEqual({ code: 422, reason: "Invalid" });
      expect(body.details.causes.map((cause) => cause.field)).toContain(field);
    });

    test("a body that is not JSON, of another kind or for another namespace is 400", async () => {
      const bodies = ["{", job("x"), { ...configMap("x"), metadata: { name: "x", namespace: "other" } }];
      for (const body of bodies)
        expect(await ask("POST", world.path("configmaps"), { body })).toMatchObject({
          code: 400,
          body: { reason: "BadRequest" },
        });
    });

    test("a field of the wrong type is 400, an unknown one is dropped, or 400 under strict validation", async () => {
      const wrong = await ask("POST", world.path("jobs"), { body: job("wrong", { parallelism: "three" }) });
      expect(wrong.code).toBe(400);
      expect(wrong.body.message).toContain("parallelism");
      const body = { ...job("unknown"), spec: { ...job("unknown").spec, notThere: 1 } };
      const strict = await ask("POST", world.path("jobs"), { body, query: { fieldValidation: "Strict" } });
      expect(strict.code).toBe(400);
      expect(strict.body.message).toContain('unknown field "spec.notThere"');
      const warned = await ask("POST", world.path("jobs"), { body, query: { fieldValidation: "Warn" } });
      expect(warned.code).toBe(201);
      expect(String(warned.headers["warning"])).toContain('unknown field \\"spec.notThere\\"');
      expect(warned.body["spec"]).not.toHaveProperty("notThere");
    });

    test("a namespace that is not there is 404 for what would live in it", async () => {
      const { code, body } = await ask("POST", "/api/v1/namespaces/not-there/configmaps", {
        body: configMap("x"),
      });
      expect({ code, message: body.message }).toEqual({
        code: 404,
        message: 'namespaces "not-there" not found',
      });
    });

    test("a namespace gets its label, its finalizer and its phase", async () => {
      const name = unique("contract-ns");
      const made = await ok(
        ask("POST", "/api/v1/namespaces", {
          body: { apiVersion: "v1", kind: "Namespace", metadata: { name } },
        }),
        201,
      );
      expect(made).toMatchObject({
        metadata: { labels: { "kubernetes.io/metadata.name": name } },
        spec: { finalizers: ["kubernetes"] },
        status: { phase: "Active" },
      });
      const deleted = await ok(ask("DELETE", `/api/v1/namespaces/${name}`));
      expect(deleted).toMatchObject({ status: { phase: "Terminating" } });
      expect(deleted.metadata.deletionTimestamp).toBeDefined();
    });

    test("a terminating namespace takes nothing new", async () => {
      const name = unique("contract-ns");
      const path = `/api/v1/namespaces/${name}`;
      await ok(
        ask("POST", "/api/v1/namespaces", {
          body: { apiVersion: "v1", kind: "Namespace", metadata: { name } },
        }),
        201,
      );
      const held = { ...configMap("held"), metadata: { name: "held", finalizers: ["contract.test/hold"] } };
      await ok(ask("POST", `${path}/configmaps`, { body: held }), 201);
      await ok(ask("DELETE", path));
      expect(await ask("POST", `${path}/configmaps`, { body: configMap("late") })).toMatchObject({
        code: 403,
        body: { reason: "Forbidden", details: { causes: [{ reason: "NamespaceTerminating" }] } },
      });
      await ok(
        ask("PATCH", `${path}/configmaps/held`, {
          contentType: PATCH.merge,
          body: { metadata: { finalizers: null } },
        }),
      );
    });

    test("an update with the version it read succeeds; with an older one it is 409 Conflict", async () => {
      const made = await ok(
        ask("POST", world.path("configmaps"), { body: configMap("versions", { a: "1" }) }),
        201,
      );
      const path = world.path("configmaps", "versions");
      const next = await ok(ask("PUT", path, { body: { ...made, data: { a: "2" } } }));
      expect(next).toMatchObject({ data: { a: "2" }, metadata: { uid: made.metadata.uid } });
      expect(next.metadata.resourceVersion).not.toBe(made.metadata.resourceVersion);
      const late = await ask("PUT", path, { body: { ...made, data: { a: "3" } } });
      expect(late).toMatchObject({ code: 409, body: { reason: "Conflict" } });
      expect(late.body.message).toContain("the object has been modified");
    });

    test("an update that changes nothing keeps the version", async () => {
      const made = await ok(
        ask("POST", world.path("configmaps"), { body: configMap("same", { a: "1" }) }),
        201,
      );
      const again = await ok(ask("PUT", world.path("configmaps", "same"), { body: made }));
      expect(again.metadata.resourceVersion).toBe(made.metadata.resourceVersion);
    });

    test("a name or uid that differs from the object's is refused", async () => {
      const made = await ok(ask("POST", world.path("configmaps"), { body: configMap("identity") }), 201);
      const path = world.path("configmaps", "identity");
      expect((await ask("PUT", path, { body: configMap("other") })).code).toBe(400);
      const uid = "00000000-0000-0000-0000-000000000000";
      expect((await ask("PUT", path, { body: { ...made, metadata: { ...made.metadata, uid } } })).code).toBe(
        409,
      );
      expect(
        (await ask("PUT", world.path("configmaps", "not-there"), { body: configMap("not-there") })).code,
      ).toBe(404);
    });

    test("dryRun=All answers as if, and changes nothing", async () => {
      const query = { dryRun: "All" };
      const wished = await ok(
        ask("POST", world.path("configmaps"), { body: configMap("dry", { a: "1" }), query }),
        201,
      );
      expect(wished.metadata.uid).toBeDefined();
      expect((await ask("GET", world.path("configmaps", "dry"))).code).toBe(404);
      await ok(ask("POST", world.path("configmaps"), { body: configMap("dry", { a: "1" }) }), 201);
      const path = world.path("configmaps", "dry");
      const patched = await ok(
        ask("PATCH", path, { contentType: PATCH.merge, body: { data: { a: "2" } }, query }),
      );
      expect(patched).toMatchObject({ data: { a: "2" } });
      await ok(ask("DELETE", path, { query }));
      expect(await ok(ask("GET", path))).toMatchObject({ data: { a: "1" } });
    });

    test("an immutable ConfigMap keeps its data", async () => {
      await ok(
        ask("POST", world.path("configmaps"), {
          body: { ...configMap("frozen", { a: "1" }), immutable: true },
        }),
        201,
      );
      const { code, body } = await ask("PATCH", world.path("configmaps", "frozen"), {
        contentType: PATCH.merge,
        body: { data: { a: "2" } },
      });
      expect({ code, reason: body.reason }).toEqual({ code: 422, reason: "Invalid" });
      expect(body.message).toContain("field is immutable when `immutable` is set");
    });

    test("stringData of a Secret becomes base64 data", async () => {
      const body = {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "s" },
        stringData: { key: "value" },
      };
      const made = await ok(ask("POST", world.path("secrets"), { body }), 201);
      expect(made).toMatchObject({ type: "Opaque", data: { key: "dmFsdWU=" } });
      expect(made).not.toHaveProperty("stringData");
    });

    test("a Pod gets the defaults of Kubernetes and waits as Pending", async () => {
      const spec = { containers: [{ name: "main", image: "busybox" }], serviceAccountName: "default" };
      const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } };
      expect([201, 409]).toContain(
        (await ask("POST", world.path("serviceaccounts"), { body: account })).code,
      );
      const made = await ok(
        ask("POST", world.path("pods"), {
          body: { apiVersion: "v1", kind: "Pod", metadata: { name: "pod" }, spec },
        }),
        201,
      );
      expect(made).toMatchObject({
        spec: {
          restartPolicy: "Always",
          terminationGracePeriodSeconds: 30,
          dnsPolicy: "ClusterFirst",
          schedulerName: "default-scheduler",
          serviceAccountName: "default",
          containers: [
            { imagePullPolicy: "Always", terminationMessagePath: "/dev/termination-log", resources: {} },
          ],
        },
        status: { phase: "Pending", qosClass: "BestEffort" },
      });
      const tolerations = (made["spec"] as { tolerations: { key: string }[] }).tolerations;
      expect(tolerations.map(({ key }) => key)).toEqual([
        "node.kubernetes.io/not-ready",
        "node.kubernetes.io/unreachable",
      ]);
    });
  });
}
