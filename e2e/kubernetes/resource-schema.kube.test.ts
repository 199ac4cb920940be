import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { parse } from "yaml";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { App } from "#server/context.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { schemaFaults } from "#server/domain/resource/schema-faults.ts";
import { getResource } from "#server/services/resource/get.ts";
import { getSchema } from "#server/services/resource/get-schema.ts";
import { appFor } from "./resources/world.ts";

const GROUP = "resource-schema.example.org";
const CHECKS = `checks.${GROUP}`;
const DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
const NAMESPACE = "resource-schema";
const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const IN_NAMESPACE = `namespaces/${NAMESPACE}`;

/** Every mark by which a CRD leaves something open. */
const SPEC = {
  type: "object",
  properties: {
    open: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    either: { "x-kubernetes-int-or-string": true },
    map: { type: "object", additionalProperties: { type: "integer" } },
    pod: {
      type: "object",
      "x-kubernetes-embedded-resource": true,
      properties: { spec: { type: "object" } },
    },
  },
};
const DEFINITION = {
  metadata: { name: CHECKS },
  spec: {
    group: GROUP,
    scope: "Namespaced",
    names: { plural: "checks", kind: "Check" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", properties: { spec: SPEC } } },
      },
    ],
  },
};
const metadata = { name: "checked", labels: { app: "checked" }, annotations: { note: "2" } };
const CONTAINER = {
  name: "main",
  image: "busybox",
  env: [{ name: "DEPTH", value: "2" }],
  ports: [{ containerPort: 8080 }],
  resources: { limits: { cpu: "500m", memory: "64Mi" } },
  livenessProbe: { httpGet: { port: 8080, path: "/" } },
  readinessProbe: { tcpSocket: { port: "http" } },
};
const template = (spec: object) => ({
  metadata: { labels: metadata.labels },
  spec: { containers: [CONTAINER], volumes: [{ name: "tmp", emptyDir: { sizeLimit: "1Gi" } }], ...spec },
});

let kube: KubeClient;
let app: App;
const post = (path: string, body: object) => kube.json<KubeObject>(path, { method: "POST", body });
const comes = (ask: () => Promise<unknown>) => vi.waitFor(ask, { timeout: 30_000, interval: 200 });

beforeAll(async () => {
  const kubeconfig = inject("kubeconfig");
  kube = createKubeClient(kubeconfig);
  app = appFor(kube, kubeconfig, []);
  await post("/api/v1/namespaces", { metadata: { name: NAMESPACE } });
  await post(CRDS, DEFINITION);
  await post(`/apis/apps/v1/${IN_NAMESPACE}/deployments`, {
    metadata,
    spec: {
      replicas: 0,
      selector: { matchLabels: metadata.labels },
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: "25%" } },
      template: template({}),
    },
  });
  await post(`/apis/batch/v1/${IN_NAMESPACE}/jobs`, {
    metadata,
    spec: { suspend: true, template: template({ restartPolicy: "Never" }) },
  });
  const check = {
    apiVersion: `${GROUP}/v1`,
    kind: "Check",
    metadata,
    spec: {
      open: { a: { b: 1 } },
      either: "5%",
      map: { a: 1 },
      pod: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: {} },
    },
  };
  await comes(() => post(`/apis/${GROUP}/v1/${IN_NAMESPACE}/checks`, check));
  await comes(async () => kube.json(`/openapi/v3/apis/${GROUP}/v1`));
});
afterAll(async () => {
  for (const path of [`${CRDS}/${CHECKS}`, `/api/v1/${IN_NAMESPACE}`])
    await kube.json(path, { method: "DELETE" }).catch(() => undefined);
  await kube.close();
});

/** What is marked in an object as a person edits it, changed in its spec. */
async function marked(kind: string, change: object = {}): Promise<string[]> {
  const schema = await getSchema(app, { cluster: "prod", kind });
  if (!schema) throw new Error(`The API server describes no ${kind}.`);
  const place =
    kind === DEFINITIONS ? { namespace: null, name: CHECKS } : { namespace: NAMESPACE, name: "checked" };
  const { editable } = await getResource(app, { cluster: "prod", kind, ...place });
  const object = parse(editable) as { spec: object };
  return schemaFaults(schema, { ...object, spec: { ...object.spec, ...change } }).map(
    ({ message }) => message,
  );
}

test.each(["deployments.apps", "jobs.batch", CHECKS, DEFINITIONS])(
  "nothing is marked in what a real API server took: %s",
  async (kind) => {
    expect(await marked(kind)).toEqual([]);
  },
);

test.each<[string, object, string[]]>([
  ["deployments.apps", { replica: 1 }, ["There is no field replica in spec. Is it replicas?"]],
  ["deployments.apps", { replicas: "1" }, ["replicas takes a whole number, and this is text."]],
  [
    "jobs.batch",
    { template: { spec: { container: [] } } },
    ["There is no field container in spec. Is it containers?"],
  ],
  ["jobs.batch", { suspend: "no" }, ["suspend takes true or false, and this is text."]],
  [CHECKS, { maps: {} }, ["There is no field maps in spec. Is it map?"]],
  [CHECKS, { map: { a: "1" } }, ["a takes a whole number, and this is text."]],
  [
    CHECKS,
    { either: true },
    ["either takes a whole number or text, and this is true. In quotes it is text."],
  ],
  [DEFINITIONS, { scopes: "x" }, ["There is no field scopes in spec. Is it scope?"]],
])("marked by the schema of %s: %j", async (kind, change, sentences) => {
  expect(await marked(kind, change)).toEqual(sentences);
});
