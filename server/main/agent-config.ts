import { randomUUID } from "node:crypto";
import os from "node:os";
import { z } from "zod";
import { scaledClock, systemClock } from "#server/adapters/clock.ts";
import { ownAccess } from "#server/adapters/kubernetes/own-access.ts";
import type { KubeAccess } from "#server/adapters/kubernetes/kubeconfig.ts";
import { loadConfig } from "#server/config.ts";
import { SourceSetting, ZoneKey } from "#server/domain/carbon/source-config.ts";
import type { Clock } from "#server/domain/clock.ts";
import {
  DEFAULT_RELEASES_PER_SECOND,
  defaultShaping,
  limitOf,
  type Shaping,
} from "#server/domain/job/shaping.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import { AGENT_NAME } from "#server/manifests/agent.ts";
import { portOf, readFlags, type Flags } from "./flags.ts";

/** The contract with the Helm chart. */
export const AGENT_FLAGS = {
  namespace: {
    env: "KARBON_NAMESPACE",
    value: "NAME",
    fallback: SYSTEM_NAMESPACE,
    help: "where its Secret, Lease and Service are",
  },
  zone: { env: "KARBON_ZONE", value: "ZONE", help: "the grid zone of this cluster, such as DE" },
  source: {
    env: "KARBON_SOURCE",
    value: "JSON",
    help: 'where intensities come from without a control plane, such as \'{"source":"recorded"}\'',
  },
  service: { env: "KARBON_SERVICE", value: "NAME", fallback: AGENT_NAME, help: "the webhook's Service" },
  "webhook-port": { env: "KARBON_WEBHOOK_PORT", value: "PORT", fallback: "9443", help: "HTTPS" },
  "webhook-url": {
    env: "KARBON_WEBHOOK_URL",
    value: "URL",
    help: "outside the cluster: where the API server reaches this replica",
  },
  "metrics-port": {
    env: "KARBON_METRICS_PORT",
    value: "PORT",
    fallback: "8080",
    help: "/healthz, /readyz and /metrics",
  },
  certificates: {
    env: "KARBON_CERTIFICATES",
    value: "self|files",
    fallback: "self",
    help: "self: its own CA, renewed by the leader; files: a folder that cert-manager fills",
  },
  "certificate-dir": {
    env: "KARBON_CERTIFICATE_DIR",
    value: "DIR",
    fallback: "/etc/karbonetes/tls",
    help: "of --certificates files: tls.crt and tls.key",
  },
  "replica-id": {
    env: "KARBON_REPLICA_ID",
    value: "ID",
    help: "unique among the replicas; default: host and a random end",
  },
  "drain-seconds": {
    env: "KARBON_DRAIN_SECONDS",
    value: "N",
    fallback: "5",
    help: "how long reviews are taken after the signal to stop, until the Service has heard",
  },
  "releases-per-second": {
    env: "KARBON_RELEASES_PER_SECOND",
    value: "N",
    help: `how many held Jobs start in a second at most; 0: no limit; default: ${DEFAULT_RELEASES_PER_SECOND}`,
  },
  "max-concurrent-watts": {
    env: "KARBON_MAX_CONCURRENT_WATTS",
    value: "W",
    help: "how much the carbon-aware Jobs that run may draw by estimate, as far as releases go; default: no limit",
  },
  "log-level": { env: "KARBON_LOG", value: "LEVEL", fallback: "info", help: "trace to fatal, or silent" },
  "otlp-endpoint": {
    env: "OTEL_EXPORTER_OTLP_ENDPOINT",
    value: "URL",
    help: "a collector that takes OpenTelemetry traces by OTLP over HTTP; default: no traces",
  },
  "dry-run": { env: "KARBON_DRY_RUN", help: "decides and says so, and touches no Job" },
  "release-all": { help: "lets every held Job go, then ends: the same as `karbon agent release`" },
} as const satisfies Flags;

export interface AgentSource {
  setting: SourceSetting;
  /** What the source must be told besides, such as a token. */
  secrets: Readonly<Record<string, string>>;
}
export interface AgentConfig {
  access: KubeAccess;
  namespace: string;
  zone: string | undefined;
  source: AgentSource | undefined;
  service: string;
  webhookPort: number;
  webhookUrl: URL | undefined;
  metricsPort: number;
  /** undefined: its own CA. */
  certificateDir: string | undefined;
  replicaId: string;
  drainMs: number;
  logLevel: string;
  dryRun: boolean;
  releaseAll: boolean;
  shaping: Shaping;
  /** undefined: no traces. */
  otlpEndpoint: URL | undefined;
  clock: Clock;
}
type Env = Readonly<Record<string, string | undefined>>;

/** @throws Error with a sentence for each half-set or malformed option */
export function loadAgentConfig(args: readonly string[], env: Env): AgentConfig {
  const flags = readFlags(AGENT_FLAGS, args, env);
  const { clock } = loadConfig({
    KARBON_CLOCK: env["KARBON_CLOCK"],
    KARBON_CLOCK_EPOCH: env["KARBON_CLOCK_EPOCH"],
  });
  const zone = zoneOf(flags.zone);
  const source = sourceOf(flags.source);
  if (source && !zone) throw new Error("A source needs to know the zone: give --zone too.");
  return {
    access: ownAccess({
      kubeconfig: env["KUBECONFIG"] || undefined,
      host: env["KUBERNETES_SERVICE_HOST"],
      port: env["KUBERNETES_SERVICE_PORT"],
    }),
    namespace: flags.namespace ?? SYSTEM_NAMESPACE,
    zone,
    source,
    service: flags.service ?? AGENT_NAME,
    webhookPort: portOf(flags["webhook-port"], "webhook-port"),
    webhookUrl: urlOf(flags["webhook-url"]),
    metricsPort: portOf(flags["metrics-port"], "metrics-port"),
    certificateDir: certificateDirOf(flags.certificates, flags["certificate-dir"]),
    replicaId: flags["replica-id"] ?? `${os.hostname()}-${randomUUID().slice(0, 8)}`,
    drainMs: secondsOf(flags["drain-seconds"]) * 1_000,
    logLevel: levelOf(flags["log-level"]),
    dryRun: flags["dry-run"] !== undefined,
    releaseAll: flags["release-all"] !== undefined,
    shaping: shapingOf(flags["releases-per-second"], flags["max-concurrent-watts"], clock ?? { rate: 1 }),
    otlpEndpoint: collectorOf(flags["otlp-endpoint"]),
    clock: clock ? scaledClock(clock) : systemClock,
  };
}

function zoneOf(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const zone = ZoneKey.safeParse(text);
  if (zone.success) return zone.data;
  throw new Error(`--zone is "${text}". ${zone.error.issues[0]?.message ?? ""}`);
}

const Secrets = z.object({ secrets: z.record(z.string(), z.string()).default({}) });

/** One JSON for both: in a cluster all of it comes from a Secret where there is a key in it. */
function sourceOf(text: string | undefined): AgentSource | undefined {
  if (!text || text === "{}") return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`--source is no JSON; give such as {"source":"recorded"}.`, { cause: error });
  }
  const setting = SourceSetting.safeParse(json);
  const secrets = Secrets.safeParse(json);
  if (setting.success && secrets.success) return { setting: setting.data, secrets: secrets.data.secrets };
  if (setting.success) throw new Error('--source: give its secrets as texts, such as {"token": "..."}.');
  throw new Error(`--source: ${setting.error.issues[0]?.message ?? "it is none of the sources"}`);
}

function urlOf(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  if (URL.canParse(text) && text.startsWith("https://")) return new URL(text);
  throw new Error(`--webhook-url is "${text}"; give such as https://192.0.2.1:9443, over HTTPS.`);
}

function collectorOf(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text);
  throw new Error(`--otlp-endpoint is "${text}"; give such as http://collector:4318.`);
}

function certificateDirOf(mode: string | undefined, dir: string | undefined): string | undefined {
  if (mode === "self") return undefined;
  if (mode === "files") return dir;
  throw new Error(`--certificates is "${mode ?? ""}"; give self or files.`);
}

function secondsOf(text: string | undefined): number {
  const seconds = Number(text);
  if (text && seconds >= 0 && seconds <= 300) return seconds;
  throw new Error(`--drain-seconds is "${text ?? ""}"; give a number from 0 to 300.`);
}

function shapingOf(rate: string | undefined, watts: string | undefined, clock: Pick<Clock, "rate">): Shaping {
  const fallback = defaultShaping(clock);
  const of = (text: string | undefined, kind: keyof Shaping, flag: string) =>
    text ? (limitOf(flag, text, kind) ?? undefined) : fallback[kind];
  return {
    releasesPerSecond: of(rate, "releasesPerSecond", "--releases-per-second"),
    maxConcurrentWatts: of(watts, "maxConcurrentWatts", "--max-concurrent-watts"),
  };
}

function levelOf(text: string | undefined): string {
  const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
  if (text && levels.includes(text)) return text;
  throw new Error(`--log-level is "${text ?? ""}"; give one of ${levels.join(", ")}.`);
}
