import { Agent, fetch } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandbox } from "../testing.ts";
import { negotiate } from "./negotiate.ts";
import { jsonPath } from "./json-path.ts";
import { span } from "./duration.ts";

let started: Awaited<ReturnType<typeof startSandbox>>;
let dispatcher: Agent;
beforeAll(async () => {
  started = await startSandbox();
  dispatcher = new Agent({ connect: { ca: started.sandbox.caCertificate } });
});
afterAll(async () => {
  await dispatcher.close();
  await started.end();
});

async function ask(method: string, path: string, body?: object) {
  const { url, token } = started.sandbox;
  const answer = await fetch(url + path, {
    method,
    dispatcher,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return {
    code: answer.status,
    body: (await answer.json()) as { message: string; items?: unknown[]; status?: unknown },
  };
}

test.each([
  ["GET", "/api/v1/services", "services"],
  ["GET", "/api/v1/namespaces/default/persistentvolumeclaims", "persistentvolumeclaims"],
  ["GET", "/api/v1/namespaces/default/pods/a/log", "pods/log"],
  ["POST", "/api/v1/namespaces/default/pods/a/exec", "pods/exec"],
  ["POST", "/api/v1/namespaces/default/resourcequotas", "resourcequotas"],
  ["GET", "/api/v1/watch/pods", "the deprecated /watch/ paths"],
])("%s %s is 501 with a sentence", async (method, path, what) => {
  const { code, body } = await ask(method, path);
  expect({ code, message: body.message }).toEqual({
    code: 501,
    message: `A sandbox cluster is simulated and does not serve ${what}.`,
  });
});

test.each(["/apis/apps/v1/deployments", "/apis/apps", "/openapi/v3", "/apis/events.k8s.io/v1/events"])(
  "%s is 404, as where the group is not installed",
  async (path) => {
    expect((await ask("GET", path)).code).toBe(404);
  },
);

test("a namespace has no quotas and no limits, and the token may do everything", async () => {
  expect((await ask("GET", "/api/v1/namespaces/default/resourcequotas")).body.items).toEqual([]);
  const spec = { resourceAttributes: { verb: "create", resource: "jobs" } };
  const review = await ask("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", { spec });
  expect(review).toMatchObject({ code: 201, body: { spec, status: { allowed: true } } });
});

test.each([
  ["a method that fits nothing", "PUT", "/api/v1/namespaces/default/configmaps", undefined, 405],
  ["a path that cannot be decoded", "GET", "/api/v1/namespaces/%E0%A4%A", undefined, 400],
  [
    "DeleteOptions that are none",
    "DELETE",
    "/api/v1/namespaces/default/configmaps",
    { propagationPolicy: "Never" },
    400,
  ],
  [
    "matchConditions",
    "POST",
    "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
    {
      metadata: { name: "a" },
      webhooks: [{ name: "a.b.c", matchConditions: [{ name: "x", expression: "true" }] }],
    },
    501,
  ],
])("%s is refused with a Status", async (_, method, path, body, code) => {
  expect(await ask(method, path, body)).toMatchObject({ code, body: { kind: "Status", status: "Failure" } });
});

test("a body beyond 3 MiB is 413", async () => {
  const body = { metadata: { name: "large" }, data: { a: "x".repeat(3_200_000) } };
  expect(await ask("POST", "/api/v1/namespaces/default/configmaps", body)).toMatchObject({ code: 413 });
});

test.each([
  ["application/json", { as: "object", yaml: false }],
  ["application/json;as=Table;v=v1;g=meta.k8s.io,application/json", { as: "Table", yaml: false }],
  [
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json",
    { as: "object", yaml: false },
  ],
  ["application/vnd.kubernetes.protobuf, application/json", { as: "object", yaml: false }],
  ["application/yaml", { as: "object", yaml: true }],
  [undefined, { as: "object", yaml: false }],
])("Accept %s", (accept, expected) => {
  expect(negotiate(accept)).toEqual(expected);
});

test.each([
  [".spec.size", [3]],
  [".metadata.labels.a\\.b/c", ["yes"]],
  ['.status.conditions[?(@.type=="Ready")].status', ["True"]],
  [".status.conditions[*].type", ["Other", "Ready"]],
  [".status.conditions[-1:].type", []],
  ["{.status.conditions[1].type}", ["Ready"]],
  [".nothing.here", []],
])("JSON path %s", (path, expected) => {
  const conditions = [
    { type: "Other", status: "False" },
    { type: "Ready", status: "True" },
  ];
  const object = { metadata: { labels: { "a.b/c": "yes" } }, spec: { size: 3 }, status: { conditions } };
  expect(jsonPath(object, path)).toEqual(expected);
});

test.each([
  [0, "0s"],
  [119_000, "119s"],
  [125_000, "2m5s"],
  [600_000, "10m"],
  [3 * 3_600_000 + 60_000, "3h1m"],
  [26 * 3_600_000, "26h"],
  [50 * 3_600_000, "2d2h"],
  [800 * 86_400_000, "2y70d"],
  [-5_000, "<invalid>"],
])("%i ms is shown as %s", (ms, expected) => {
  expect(span(ms)).toBe(expected);
});
