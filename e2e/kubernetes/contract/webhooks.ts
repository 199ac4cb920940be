import https from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { makeCertificates } from "#server/adapters/provider/sandbox/pki.ts";
import { configMap, eventually, ok, PATCH, unique, useWorld, type Connect } from "./world.ts";

const CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

interface Review {
  request: {
    uid: string;
    operation: string;
    dryRun: boolean;
    namespace: string;
    name: string;
    subResource?: string;
    object: object | null;
    oldObject: object | null;
    resource: object;
    userInfo: object;
  };
}
type Reply = object | "hang" | "break";

/** An HTTPS server that answers AdmissionReviews as the test at hand says, and keeps what it was asked. */
async function startWebhook() {
  const { caCertificate, servingCertificate, servingKey } = await makeCertificates("contract");
  const state: { reply: (review: Review) => Reply; seen: Review[] } = { reply: () => ({}), seen: [] };
  const server = https.createServer({ cert: servingCertificate, key: servingKey }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const review = JSON.parse(Buffer.concat(chunks).toString()) as Review;
      state.seen.push(review);
      const reply = state.reply(review);
      if (reply === "hang") return;
      if (reply === "break") return void response.writeHead(500).end();
      const body = {
        apiVersion: "admission.k8s.io/v1",
        kind: "AdmissionReview",
        response: { uid: review.request.uid, allowed: true, ...reply },
      };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    state,
    url: `https://127.0.0.1:${port}/mutate`,
    caBundle: Buffer.from(caCertificate).toString("base64"),
    server,
  };
}

const patchOf = (operations: object[]) => ({
  patchType: "JSONPatch",
  patch: Buffer.from(JSON.stringify(operations)).toString("base64"),
});

export function webhooks(connect: Connect): void {
  describe("webhooks", () => {
    const world = useWorld(connect);
    let hook: Awaited<ReturnType<typeof startWebhook>>;
    const configured: string[] = [];

    beforeAll(async () => {
      hook = await startWebhook();
    });
    afterEach(async () => {
      for (const name of configured.splice(0)) await world.client.ask("DELETE", `${CONFIGURATIONS}/${name}`);
      hook.state.reply = () => ({});
      hook.state.seen = [];
    });
    afterAll(() => {
      hook.server.closeAllConnections();
      hook.server.close();
    });

    /** Registers the hook for ConfigMaps of this suite's namespace, and waits until the server calls it. */
    async function configure(part: object = {}, url = hook.url) {
      const name = unique("contract");
      const webhook = {
        name: "mutate.contract.test",
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        failurePolicy: "Fail",
        timeoutSeconds: 2,
        clientConfig: { url, caBundle: hook.caBundle },
        namespaceSelector: { matchLabels: { "contract.test/namespace": world.namespace } },
        objectSelector: { matchExpressions: [{ key: "contract.test/skip", operator: "DoesNotExist" }] },
        rules: [
          {
            operations: ["CREATE", "UPDATE"],
            apiGroups: [""],
            apiVersions: ["v1"],
            resources: ["configmaps"],
          },
        ],
        ...part,
      };
      const probe = {
        name: "probe.contract.test",
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        clientConfig: { url: hook.url, caBundle: hook.caBundle },
        namespaceSelector: webhook.namespaceSelector,
        rules: [{ operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["secrets"] }],
      };
      const body = {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "MutatingWebhookConfiguration",
        metadata: { name },
        webhooks: [webhook, probe],
      };
      await ok(world.client.ask("POST", CONFIGURATIONS, { body }), 201);
      configured.push(name);
      const secret = { apiVersion: "v1", kind: "Secret", metadata: { generateName: "probe-" } };
      const before = hook.state.seen.length;
      const { reply } = hook.state;
      hook.state.reply = () => ({});
      await eventually(
        () =>
          world.client
            .ask("POST", world.path("secrets"), { body: secret, query: { dryRun: "All" } })
            .then(() => hook.state.seen.length),
        (count) => count > before,
      );
      hook.state.seen = [];
      hook.state.reply = reply;
    }
    const create = (name: string, part: object = {}, query = {}) =>
      world.client.ask("POST", world.path("configmaps"), {
        body: { ...configMap(name, { a: "1" }), ...part },
        query,
      });

    test("it sees the request whole, and its JSON patch is what is stored", async () => {
      hook.state.reply = () => ({
        ...patchOf([{ op: "add", path: "/data/added", value: "yes" }]),
        warnings: ["mind the gap"],
      });
      await configure();
      const answer = await create("patched");
      expect(answer).toMatchObject({ code: 201, body: { data: { a: "1", added: "yes" } } });
      expect(String(answer.headers["warning"])).toContain("mind the gap");
      expect(await ok(world.client.ask("GET", world.path("configmaps", "patched")))).toMatchObject({
        data: { added: "yes" },
      });
      expect(hook.state.seen).toHaveLength(1);
      expect(hook.state.seen[0]?.request).toMatchObject({
        operation: "CREATE",
        dryRun: false,
        namespace: world.namespace,
        name: "patched",
        resource: { group: "", version: "v1", resource: "configmaps" },
        object: { apiVersion: "v1", kind: "ConfigMap", data: { a: "1" } },
        oldObject: null,
      });
    });

    test("an update shows both versions", async () => {
      await configure();
      await ok(create("updated"), 201);
      hook.state.reply = () => patchOf([{ op: "replace", path: "/data/a", value: "from the hook" }]);
      const done = await ok(
        world.client.ask("PATCH", world.path("configmaps", "updated"), {
          contentType: PATCH.merge,
          body: { data: { a: "2" } },
        }),
      );
      expect(done).toMatchObject({ data: { a: "from the hook" } });
      expect(hook.state.seen.at(-1)?.request).toMatchObject({
        operation: "UPDATE",
        object: { data: { a: "2" } },
        oldObject: { data: { a: "1" } },
      });
    });

    test("a refusal reaches the client with its sentence", async () => {
      hook.state.reply = () => ({
        allowed: false,
        status: { code: 403, reason: "Forbidden", message: "not on my watch" },
      });
      await configure();
      const { code, body } = await create("refused");
      expect(code).toBe(403);
      expect(body.message).toBe(
        'admission webhook "mutate.contract.test" denied the request: not on my watch',
      );
      expect((await world.client.ask("GET", world.path("configmaps", "refused"))).code).toBe(404);
    });

    test.each([
      ["an error", "break"],
      ["silence beyond its timeout", "hang"],
      ["an answer for another request", { uid: "other" }],
    ] as const)(
      "failurePolicy on %s: Fail refuses with 500, Ignore goes on",
      { timeout: 20_000 },
      async (_, reply) => {
        hook.state.reply = () => reply;
        await configure({ timeoutSeconds: 1 });
        const refused = await create(unique("fail"));
        expect(refused.code).toBe(500);
        expect(refused.body.message).toContain('failed calling webhook "mutate.contract.test"');
        for (const name of configured.splice(0))
          await ok(world.client.ask("DELETE", `${CONFIGURATIONS}/${name}`));
        await eventually(
          () => create(unique("between"), {}, { dryRun: "All" }),
          ({ code }) => code === 201,
        );
        await configure({ failurePolicy: "Ignore", timeoutSeconds: 1 });
        expect((await create(unique("ignore"))).code).toBe(201);
      },
    );

    test("a dead address is a failure too", async () => {
      await configure({}, "https://127.0.0.1:1/mutate");
      expect((await create(unique("dead"))).code).toBe(500);
    });

    test("selectors and rules keep it out of what does not concern it", async () => {
      hook.state.reply = () => ({ allowed: false });
      await configure();
      expect(
        (await create("skipped", { metadata: { name: "skipped", labels: { "contract.test/skip": "yes" } } }))
          .code,
      ).toBe(201);
      const elsewhere = await world.client.ask("POST", "/api/v1/namespaces/default/configmaps", {
        body: configMap(unique("elsewhere")),
        query: { dryRun: "All" },
      });
      expect(elsewhere.code).toBe(201);
      expect(hook.state.seen).toHaveLength(0);
      expect((await create("concerned")).code).toBeGreaterThanOrEqual(400);
    });

    test("a dry run says so to the hook", async () => {
      await configure();
      await ok(create("dry", {}, { dryRun: "All" }), 201);
      expect(hook.state.seen[0]?.request.dryRun).toBe(true);
    });

    test("a configuration without sideEffects or with plain http is 422", async () => {
      const webhook = {
        name: "a.contract.test",
        admissionReviewVersions: ["v1"],
        clientConfig: { url: "http://127.0.0.1/x" },
      };
      const body = {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "MutatingWebhookConfiguration",
        metadata: { name: unique("contract") },
        webhooks: [webhook],
      };
      const answer = await world.client.ask("POST", CONFIGURATIONS, { body });
      expect(answer.code).toBe(422);
      const fields = answer.body.details.causes.map((cause) => cause.field);
      expect(fields).toEqual(
        expect.arrayContaining(["webhooks[0].sideEffects", "webhooks[0].clientConfig.url"]),
      );
    });
  });
}
