import { followCertificateFiles } from "#server/adapters/certificate/files.ts";
import { parseServingSecret, secretsPath } from "#server/adapters/certificate/secret.ts";
import type { Admissions } from "#server/adapters/decision/admissions.ts";
import type { AgentCache } from "#server/adapters/kubernetes/agent-cache.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { AgentMetrics } from "#server/adapters/metrics/agent-metrics.ts";
import type { Traces } from "#server/adapters/trace/traces.ts";
import { reviewJob, type AdmissionRequest, type AdmissionResponse } from "#server/admission/review.ts";
import { startAdmissionServer, type AdmissionServer } from "#server/admission/server.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { TLS_SECRET, WEBHOOK_PATH } from "#server/manifests/agent.ts";
import type { AgentConfig } from "./agent-config.ts";

interface ServingDeps {
  config: AgentConfig;
  kube: KubeClient;
  cache: AgentCache;
  admissions: Admissions;
  metrics: AgentMetrics;
  traces: Pick<Traces, "span">;
  log: Logger;
  /** Its abort ends the watching for certificates; the server is stopped by `stop`. */
  signal: AbortSignal;
  /** The certificate in the Secret turned, or went. */
  onSecret: () => void;
}
export interface Serving {
  /** There is a certificate, and reviews are taken. */
  isUp(): boolean;
  closing(): void;
  stop(): Promise<void>;
}

/** Answers reviews as soon as there is a certificate, and serves each new one from then on. */
export function startServing(deps: ServingDeps): Serving {
  const { config, kube, log, signal } = deps;
  let server: Promise<AdmissionServer> | undefined;
  let up: AdmissionServer | undefined;

  async function take(certificate: { key: string; cert: string }): Promise<void> {
    try {
      if (server) (await server).reload(certificate);
      else up = await (server = startAdmissionServer(optionsOf(deps, certificate)));
      log.info({ port: up?.port }, "serving with this certificate from now on");
    } catch (err) {
      if (!up) server = undefined;
      log.error({ err }, "the certificate cannot be served; the one before stays");
    }
  }

  const followed =
    config.certificateDir === undefined
      ? followSecret(kube, config.namespace, signal, log, (secret) => {
          const pair = parseServingSecret(secret);
          if (pair) void take(pair);
          deps.onSecret();
        })
      : followCertificateFiles(config.certificateDir, {
          onPair: (pair) => void take(pair),
          onError: (err) => log.warn({ err }, "the certificate's files cannot be read yet"),
          signal,
        });

  return {
    isUp: () => up !== undefined,
    closing: () => up?.closing(),
    async stop() {
      await followed;
      await server?.then((one) => one.stop()).catch(() => undefined);
    },
  };
}

function followSecret(
  kube: KubeClient,
  namespace: string,
  signal: AbortSignal,
  log: Logger,
  onSecret: (secret: KubeObject | undefined) => void,
): Promise<void> {
  return kube.listWatch<KubeObject>(secretsPath(namespace), {
    query: { fieldSelector: `metadata.name=${TLS_SECRET}` },
    signal,
    onList: ([secret]) => onSecret(secret),
    onEvent: (type, secret) => onSecret(type === "DELETED" ? undefined : secret),
    onError: (err, attempt) => log.warn({ err, attempt }, "the watch of the certificate is tried again"),
  });
}

function optionsOf(deps: ServingDeps, certificate: { key: string; cert: string }) {
  const { config, metrics, log } = deps;
  const url = config.webhookUrl;
  return {
    // outside the cluster only the address that the API server is told of is bound
    host: url ? url.hostname.replace(/^\[|\]$/g, "") : undefined,
    port: config.webhookPort,
    certificate,
    path: WEBHOOK_PATH,
    review: (request: AdmissionRequest) => deps.traces.span("review", {}, () => review(deps, request)),
    onError: (err: unknown) => log.warn({ err }, "a review could not be answered; its Job is left as it is"),
    onAnswered: (seconds: number) => metrics.reviewed(seconds),
  };
}

/** Jobs that run at once are counted here; those that wait are by the leader, when it sees them. */
function review(
  { config, cache, admissions, metrics }: ServingDeps,
  request: AdmissionRequest,
): AdmissionResponse {
  const { response, admitted } = reviewJob(request, cache, config.clock.now());
  if (admitted && admitted.decision.kind !== "wait") {
    admissions.take(admitted);
    metrics.decided(admitted.decision);
    metrics.released(admitted.decision, admitted.input, powerOf(admitted.job, DEFAULT_POWER).watts);
  }
  return response;
}
