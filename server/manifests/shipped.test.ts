import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { AGENT_METRICS } from "#server/domain/agent/metrics.ts";
import { agentObjects } from "./agent-chart/render.ts";
import { AgentValues } from "./agent-chart/values.ts";
import { AGENT_FLAGS } from "#server/main/agent-config.ts";
import { deployFiles } from "./generate.ts";
import { ruleGroups } from "./monitoring/alerts.ts";
import { dashboards } from "./monitoring/dashboards.ts";

const generated = deployFiles();
const BY_HAND = ["NOTES.txt"];

test.each(Object.entries(generated))("%s is what the generator writes", (file, text) => {
  expect(readFileSync(file, "utf8")).toBe(text);
});

test.each(["deploy/helm", "deploy/grafana", "deploy/manifests", "deploy/prometheus"])(
  "nothing in %s is left of what was once generated",
  (folder) => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !BY_HAND.includes(entry.name))
      .map(({ parentPath, name }) => `${parentPath}/${name}`);
    expect(files.filter((file) => !(file in generated))).toEqual([]);
  },
);

const HISTOGRAM_SUFFIX = /_(bucket|count|sum)$/;
const queries = Object.entries(dashboards()).flatMap(([file, { panels }]) =>
  panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, legendFormat }) => [`${file}: ${title}`, expr, legendFormat] as const),
  ),
);
const rules = ruleGroups().flatMap(({ rules: all }) =>
  all.map((rule) => {
    const summary = "annotations" in rule ? rule.annotations.summary : "";
    return ["alert" in rule ? rule.alert : rule.record, rule.expr, summary] as const;
  }),
);

test.each([...queries, ...rules])("%s: its metrics and labels are ones the agent has", (_, expr, words) => {
  const names = expr.match(/\bkarbon_\w+/g) ?? [];
  expect(names.length).toBeGreaterThan(0);
  const metrics = names.map((name) =>
    AGENT_METRICS.find((metric) =>
      metric.type === "histogram" ? metric.name === name.replace(HISTOGRAM_SUFFIX, "") : metric.name === name,
    ),
  );
  expect(metrics, expr).not.toContain(undefined);
  for (const [at, name] of names.entries())
    expect(HISTOGRAM_SUFFIX.test(name), name).toBe(metrics[at]?.type === "histogram");
  const known = ["le", "pod", ...metrics.flatMap((metric) => metric?.labels ?? [])];
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(", "));
  const shown = [...words.matchAll(/\{\{(?:\s*\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = ""]) => label);
  expect(known).toEqual(expect.arrayContaining([...grouped, ...shown]));
});

test("every counter is asked for its rate or its increase, never for itself", () => {
  const counters = AGENT_METRICS.filter(({ type }) => type === "counter").map(({ name }) => name);
  for (const [title, expr] of queries)
    for (const name of counters.filter((counter) => expr.includes(counter)))
      expect(expr, title).toMatch(new RegExp(`(rate|increase)\\(${name}\\[`));
});

test("every metric has its place on a dashboard", () => {
  const asked = queries.map(([, expr]) => expr).join("\n");
  expect(AGENT_METRICS.filter(({ name }) => !asked.includes(name))).toEqual([]);
});

test("counters end in _total, times in _seconds, and nothing else does", () => {
  for (const { name, type } of AGENT_METRICS) {
    expect(name.endsWith("_total"), name).toBe(type === "counter");
    if (type === "histogram") expect(name).toMatch(/_seconds$/);
  }
});

const values = (changes: object = {}) => AgentValues.parse(changes);
const kindsOf = (changes?: object) => agentObjects(values(changes), "1.2.3").map(({ kind }) => kind);

test("an agent as it comes: the namespace first, the webhook last, when something answers it", () => {
  expect(kindsOf()).toEqual([
    "Namespace",
    "CustomResourceDefinition",
    "CustomResourceDefinition",
    "ServiceAccount",
    "ClusterRole",
    "ClusterRoleBinding",
    "Role",
    "RoleBinding",
    "Service",
    "Deployment",
    "PodDisruptionBudget",
    "NetworkPolicy",
    "MutatingWebhookConfiguration",
  ]);
});

test.each([
  ["a certificate of cert-manager's", { certificates: { mode: "cert-manager" } }, ["Issuer", "Certificate"]],
  [
    "of an issuer that is there",
    { certificates: { mode: "cert-manager", issuer: { name: "corp" } } },
    ["Certificate"],
  ],
  ["a ServiceMonitor", { serviceMonitor: { enabled: true } }, ["ServiceMonitor"]],
  ["alerts", { prometheusRule: { enabled: true } }, ["PrometheusRule"]],
  ["more ways out", { networkPolicy: { extraEgress: [{}] } }, ["NetworkPolicy"]],
])("%s: what is added", (_, changes, added) => {
  const base = kindsOf();
  const kinds = kindsOf(changes);
  expect(kinds).toHaveLength(base.length + added.length);
  expect(kinds).toEqual(expect.arrayContaining(added));
});

test("the agent's pod is restricted, and reads what the values say", () => {
  const changes = { zone: "DE", source: { source: "static", config: {} }, dryRun: true, image: { tag: "9" } };
  const deployment = agentObjects(values(changes), "1.2.3").find(({ kind }) => kind === "Deployment");
  expect(deployment).toMatchObject({
    spec: {
      template: {
        spec: {
          securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              image: "karbonetes/agent:9",
              env: expect.arrayContaining([
                { name: "KARBON_ZONE", value: "DE" },
                { name: "KARBON_SOURCE", value: '{"config":{},"source":"static"}' },
                { name: "KARBON_CERTIFICATES", value: "self" },
                { name: "KARBON_DRY_RUN", value: "1" },
              ]) as object,
              securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
            },
          ],
        },
      },
    },
  });
});

test("the agent reads every variable that its chart sets, and no other is set", () => {
  const changes = {
    zone: "DE",
    source: { source: "static" },
    dryRun: true,
    certificates: { mode: "cert-manager" },
  };
  const [pod] = agentObjects(values(changes), "1.2.3").flatMap((object) =>
    object.kind === "Deployment" ? [JSON.stringify(object)] : [],
  );
  const set = [...(pod ?? "").matchAll(/"name":"(KARBON_\w+)"/g)].map(([, name]) => name);
  const read: string[] = Object.values(AGENT_FLAGS).flatMap((flag) => ("env" in flag ? [flag.env] : []));
  expect(set.length).toBeGreaterThan(6);
  expect(read).toEqual(expect.arrayContaining(set));
});

test("the values.yaml of a chart are the defaults of its schema", () => {
  const text = generated["deploy/helm/karbonetes-agent/values.yaml"] ?? "";
  expect(parse(text)).toEqual(values());
});
