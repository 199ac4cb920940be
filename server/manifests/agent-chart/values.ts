import { z } from "zod";
import { SOURCES } from "#server/domain/carbon/source-config.ts";
import { DEFAULT_RELEASES_PER_SECOND } from "#server/domain/job/shaping.ts";
import {
  FreeList,
  FreeMap,
  Image,
  LogLevel,
  Placement,
  ServiceMonitorValues,
  Text,
  TextMap,
  Toggle,
} from "#server/manifests/helm/values.ts";

const SOURCE_NAMES = SOURCES.map(({ name }) => name);

/** What may be set at the agent's chart, and by the console's one click: one schema for both. */
export const AgentValues = z.strictObject({
  zone: Text("the grid zone of this cluster, such as DE; empty: what the namespace's annotation names", 64),
  source: z
    .looseObject({ source: z.enum(SOURCE_NAMES).optional(), config: z.looseObject({}).optional() })
    .default({})
    .meta({
      description:
        "what the agent reads of the grid when there is no control plane, such as {source: static, config: {opensAt: '10:00', closesAt: '16:00', timeZone: UTC}}; empty: the control plane writes CarbonScores",
    }),
  sourceSecret: z
    .strictObject({
      name: Text("a Secret with the source as JSON, for those with a key in it; goes before `source`"),
      key: z.string().min(1).default("source.json"),
    })
    .prefault({}),
  dryRun: Toggle("decides and records, and touches no Job", false),
  releasesPerSecond: z
    .number()
    .min(0)
    .max(100_000)
    .default(DEFAULT_RELEASES_PER_SECOND)
    .meta({ description: "how many held Jobs start in a second at most; 0: no limit" }),
  maxConcurrentWatts: z.number().min(0).max(1e12).default(0).meta({
    description:
      "how much the carbon-aware Jobs that run may draw by estimate, as far as releases go; 0: no limit",
  }),
  otlpEndpoint: Text(
    "a collector of OpenTelemetry traces, such as http://collector.observability:4318; empty: none",
  ),
  logLevel: LogLevel,
  replicas: z.int().min(1).max(5).default(2).meta({ description: "one leads, all answer the API server" }),
  image: Image("karbonetes/agent"),
  resources: FreeMap("300 MB hold 10,000 Jobs", {
    requests: { cpu: "50m", memory: "192Mi" },
    limits: { memory: "512Mi" },
  }),
  certificates: z
    .strictObject({
      mode: z
        .enum(["self", "cert-manager"])
        .default("self")
        .meta({ description: "self: the agent's own CA, rotated by itself" }),
      issuer: z
        .strictObject({
          name: Text("an issuer of yours; empty: a self-signed one of the chart"),
          kind: z.enum(["Issuer", "ClusterIssuer"]).default("Issuer"),
        })
        .prefault({}),
    })
    .prefault({}),
  crds: z
    .strictObject({ install: Toggle("kept when the chart is removed, and policies with them", true) })
    .prefault({}),
  releaseOnUninstall: Toggle("lets every held Job go before the agent is removed", true),
  podDisruptionBudget: z
    .strictObject({ enabled: Toggle("at most one replica is evicted at a time", true) })
    .prefault({}),
  networkPolicy: z
    .strictObject({
      enabled: Toggle("in: webhook and metrics; out: DNS and HTTPS", true),
      extraEgress: FreeList("further egress rules, such as to a signal service on another port"),
    })
    .prefault({}),
  serviceMonitor: ServiceMonitorValues,
  prometheusRule: z
    .strictObject({
      enabled: Toggle("alerts; needs the Prometheus operator", false),
      labels: TextMap("by which your Prometheus chooses it"),
    })
    .prefault({}),
  dashboards: z
    .strictObject({
      enabled: Toggle("ConfigMaps for Grafana's sidecar", false),
      labels: TextMap("by which the sidecar chooses them", { grafana_dashboard: "1" }),
    })
    .prefault({}),
  ...Placement,
});
export type AgentValues = z.infer<typeof AgentValues>;
