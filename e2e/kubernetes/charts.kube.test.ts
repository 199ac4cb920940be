import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import { createObjectPaths } from "#server/adapters/kubernetes/object-path.ts";
import { type KubeObject, type PodSpec } from "#server/domain/kubernetes.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { agentObjects } from "#server/manifests/agent-chart/render.ts";
import { AgentValues } from "#server/manifests/agent-chart/values.ts";
import { AGENT_CHART, CONTROL_PLANE_CHART, haveTools, helmFor, objectsIn, run } from "./charts/helm.ts";

const NAMESPACE = "charts-kube";
const { version: VERSION } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const SECRETS = { database: { secret: { name: "db" } }, encryption: { secret: { name: "key" } } };
/** Everything switched on that a cluster without operators has the kinds for. */
const AGENT_FULL = {
  zone: "DE",
  source: { source: "static", config: { opensAt: "10:00", closesAt: "16:00" } },
  dryRun: true,
  replicas: 3,
  dashboards: { enabled: true },
  networkPolicy: { extraEgress: [{ ports: [{ protocol: "TCP", port: 8080 }] }] },
  nodeSelector: { "kubernetes.io/os": "linux" },
  tolerations: [{ operator: "Exists" }],
  podAnnotations: { mine: "yes" },
  priorityClassName: "system-cluster-critical",
  imagePullSecrets: [{ name: "registry" }],
};
const FULL = {
  ...SECRETS,
  publicUrl: "https://karbon.example.org",
  worker: { persistence: { enabled: true, storageClassName: "fast" } },
  ingress: { enabled: true, host: "karbon.example.org", className: "nginx", tlsSecret: "tls" },
};
const OPERATORS = {
  zone: "DE",
  certificates: { mode: "cert-manager" },
  serviceMonitor: { enabled: true, labels: { release: "prometheus" } },
  prometheusRule: { enabled: true },
};

let kube: KubeClient;
let helm: ReturnType<typeof helmFor>;
let actionlint: string;
let pathOf: ReturnType<typeof createObjectPaths>;

beforeAll(async () => {
  const tools = await haveTools();
  actionlint = tools.actionlint;
  helm = helmFor(tools.helm, inject("kubeconfig"));
  kube = createKubeClient(inject("kubeconfig"));
  pathOf = createObjectPaths(kube);
  for (const name of [NAMESPACE, SYSTEM_NAMESPACE]) await createNamespace(name);
});

afterAll(async () => {
  await kube?.json(`/api/v1/namespaces/${NAMESPACE}`, { method: "DELETE" });
  await kube?.close();
  helm?.end();
});

async function createNamespace(name: string): Promise<void> {
  const labels = name === NAMESPACE ? { "pod-security.kubernetes.io/enforce": "restricted" } : {};
  await kube.apply(
    `/api/v1/namespaces/${name}`,
    { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } },
    { fieldManager: "charts-test", force: true },
  );
}

const rendered = async (chart: string, values: object): Promise<KubeObject[]> => {
  const namespace = chart === AGENT_CHART ? SYSTEM_NAMESPACE : NAMESPACE;
  const args = ["template", "release", chart, "--namespace", namespace, "--no-hooks"];
  const { code, output } = await helm.run(args, values);
  expect(code, output).toBe(0);
  return objectsIn(output);
};

const strictly = async (object: KubeObject, dryRun: boolean): Promise<KubeObject> =>
  kube.json(await pathOf(object), {
    method: "PATCH",
    body: object,
    contentType: "application/apply-patch+yaml",
    query: {
      fieldManager: "charts-test",
      force: true,
      fieldValidation: "Strict",
      dryRun: dryRun ? "All" : undefined,
    },
  });

async function remove(objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects.toReversed()) {
    if (object.kind === "CustomResourceDefinition") continue; // other files use them
    await kube.json(await pathOf(object), { method: "DELETE" }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  }
}

test.each([
  [AGENT_CHART, {}],
  [AGENT_CHART, { ...AGENT_FULL, ...OPERATORS }],
  [CONTROL_PLANE_CHART, SECRETS],
  [CONTROL_PLANE_CHART, FULL],
])("helm lint finds nothing in %s %#", async (chart, values) => {
  const { code, output } = await helm.run(
    ["lint", chart, "--strict", "--namespace", chart === AGENT_CHART ? SYSTEM_NAMESPACE : NAMESPACE],
    values,
  );
  expect(output).toContain("0 chart(s) failed");
  expect(code, output).toBe(0);
});

test.each<[string, string, object, RegExp]>([
  ["no replicas", AGENT_CHART, { replicas: 0 }, /replicas.*minimum.*got 0, want 1/s],
  ["a log level that is none", AGENT_CHART, { logLevel: "loud" }, /logLevel.*must be one of.*'debug'/s],
  ["a word that is not known", AGENT_CHART, { dryrun: true }, /additional properties 'dryrun' not allowed/],
  [
    "a source that is none",
    AGENT_CHART,
    { zone: "DE", source: { source: "sun" } },
    /source.*must be one of/s,
  ],
  [
    "a number for an annotation",
    AGENT_CHART,
    { podAnnotations: { a: 1 } },
    /podAnnotations\/a.*got number, want string/s,
  ],
  ["text for a switch", AGENT_CHART, { dryRun: "yes" }, /dryRun.*got string, want boolean/s],
  [
    "a source without its zone",
    AGENT_CHART,
    { source: { source: "static" } },
    /A source needs the zone it is read for: give zone, such as DE\./,
  ],
  ["no database", CONTROL_PLANE_CHART, {}, /Give database\.secret\.name: a Secret in this namespace/],
  ["no key", CONTROL_PLANE_CHART, { database: SECRETS.database }, /Give encryption\.secret\.name/],
  [
    "an ingress without a name",
    CONTROL_PLANE_CHART,
    { ...SECRETS, ingress: { enabled: true } },
    /An ingress needs a name: give ingress\.host/,
  ],
  [
    "one volume for two workers",
    CONTROL_PLANE_CHART,
    { ...SECRETS, worker: { replicas: 2, persistence: { enabled: true } } },
    /worker\.persistence is for one replica/,
  ],
  ["an origin that is none", CONTROL_PLANE_CHART, { ...SECRETS, publicUrl: "karbon" }, /publicUrl.*pattern/s],
])("%s is refused with a sentence", async (_, chart, values, sentence) => {
  const namespace = chart === AGENT_CHART ? SYSTEM_NAMESPACE : NAMESPACE;
  const { code, output } = await helm.run(["template", "release", chart, "--namespace", namespace], values);
  expect(code).toBe(1);
  expect(output).toMatch(sentence);
});

test("the agent is refused another namespace than its own", async () => {
  const { code, output } = await helm.bare(["template", "release", AGENT_CHART, "--namespace", "default"]);
  expect(code).toBe(1);
  expect(output).toMatch(/The agent lives in the namespace karbonetes-system: helm install/);
});

/** Without what is empty, which one way of writing leaves out and the other says. */
const withoutEmpty = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, withoutEmpty(each)] as const)
    .filter(([key, each]) => key === "emptyDir" || JSON.stringify(each) !== "{}")
    .filter(([, each]) => JSON.stringify(each) !== "[]");
  return Object.fromEntries(entries);
};
const byName = (objects: readonly object[]) =>
  Object.fromEntries(
    (objects as KubeObject[]).map((object) => [
      `${object.kind}/${object.metadata.name}`,
      withoutEmpty(object),
    ]),
  );

test.each([
  ["as it comes", {}],
  ["with everything", { ...AGENT_FULL, ...OPERATORS }],
])("Helm and the console's one click make the same agent: %s", async (_, changes) => {
  const values = AgentValues.parse({ ...changes, dashboards: { enabled: false } });
  const [, ...direct] = agentObjects(values, VERSION, "Helm"); // Helm makes the namespace itself
  expect(byName(await rendered(AGENT_CHART, values))).toEqual(byName(direct));
});

test("what the operators' kinds get is whole, with a Prometheus template's own braces", async () => {
  const objects = await rendered(AGENT_CHART, OPERATORS);
  const rule = objects.find(({ kind }) => kind === "PrometheusRule");
  expect(JSON.stringify(rule)).toContain("The intensity of {{ $labels.zone }} is");
  const monitor = objects.find(({ kind }) => kind === "ServiceMonitor");
  expect(monitor?.metadata.labels).toMatchObject({ release: "prometheus" });
});

describe.each([
  [AGENT_CHART, "as it comes", {}],
  [AGENT_CHART, "with everything", AGENT_FULL],
  [CONTROL_PLANE_CHART, "as it comes", SECRETS],
  [CONTROL_PLANE_CHART, "with everything", FULL],
])("%s, %s, on a real API server", (chart, _, values) => {
  let objects: KubeObject[] = [];
  beforeAll(async () => {
    objects = await rendered(chart, values);
  });
  afterAll(() => remove(objects));

  test("knows every field, in a dry run and in earnest", async () => {
    for (const object of objects) {
      await strictly(object, true);
      const made = await strictly(object, false);
      expect(made.metadata.uid).toBeDefined();
    }
  });

  test("its pods pass the Pod Security Standard restricted", async () => {
    const templates = objects.flatMap(({ kind, spec }) =>
      kind === "Deployment" ? [(spec as { template: { spec: PodSpec } }).template] : [],
    );
    expect(templates.length).toBeGreaterThan(0);
    for (const { spec } of templates) {
      const pod = { ...spec, serviceAccountName: "default", priorityClassName: undefined };
      await kube.json(`/api/v1/namespaces/${NAMESPACE}/pods`, {
        method: "POST",
        query: { dryRun: "All", fieldValidation: "Strict" },
        body: { apiVersion: "v1", kind: "Pod", metadata: { generateName: "restricted-" }, spec: pod },
      });
    }
  });
});

const args = (verb: string) => [verb, "karbonetes-agent", AGENT_CHART, "--namespace", SYSTEM_NAMESPACE];

describe("a release of the agent", () => {
  const NODE = "/api/v1/nodes/charts-node";
  const deployment = `/apis/apps/v1/namespaces/${SYSTEM_NAMESPACE}/deployments/karbonetes-agent`;

  beforeAll(async () => {
    const capacity = { cpu: "16", memory: "64Gi", pods: "110" };
    await kube.json("/api/v1/nodes", {
      method: "POST",
      body: {
        apiVersion: "v1",
        kind: "Node",
        metadata: { name: "charts-node", annotations: { "kwok.x-k8s.io/node": "fake" } },
        status: { capacity, allocatable: capacity },
      },
    });
  });
  afterAll(() => kube.json(NODE, { method: "DELETE" }));

  test("is installed, upgraded, and removed after the Job that lets all go; the kinds stay", async () => {
    // the kinds are there already, from other files: who installs the chart over them takes them over
    const installed = await helm.run([...args("install"), "--take-ownership"]);
    expect(installed.code, installed.output).toBe(0);
    expect(installed.output).toContain("The carbon agent is installed.");

    const upgraded = await helm.run(args("upgrade"), { replicas: 1, dryRun: true });
    expect(upgraded.code, upgraded.output).toBe(0);
    expect(upgraded.output).toContain("as a dry run");
    expect(await kube.json(deployment)).toMatchObject({ spec: { replicas: 1 } });

    const events: string[] = [];
    const stop = new AbortController();
    const watching = kube.listWatch<KubeObject>(`/apis/batch/v1/namespaces/${SYSTEM_NAMESPACE}/jobs`, {
      signal: stop.signal,
      onList: () => undefined,
      onEvent: (type, { metadata }) => void events.push(`${type} ${metadata.name}`),
    });
    const removed = await helm.bare(["uninstall", "karbonetes-agent", "--namespace", SYSTEM_NAMESPACE]);
    stop.abort();
    await watching;
    expect(removed.code, removed.output).toBe(0);
    expect(events).toContain("ADDED karbonetes-agent-release");
    await expect(kube.json(deployment)).rejects.toSatisfy(isNotFound);
    const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    await kube.json(`${crds}/carbonawarepolicies.carbon-aware.io`);
  });
});

test("actionlint finds nothing in the workflows", async () => {
  const { code, output } = await run(actionlint, ["-no-color", "-shellcheck=", "-pyflakes="]);
  expect(output).toBe("");
  expect(code).toBe(0);
});
