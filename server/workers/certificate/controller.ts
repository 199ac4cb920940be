import { setTimeout as sleep } from "node:timers/promises";
import { bundleOf, readCertificate } from "#server/adapters/certificate/pem.ts";
import { findServingCertificate, saveServingCertificate } from "#server/adapters/certificate/secret.ts";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { findTrust, saveTrust, type Trust } from "#server/adapters/certificate/trust.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Logger } from "#server/adapters/log.ts";
import { CERTIFICATE_LIFE_MS, mustRenew, renewAt } from "#server/domain/certificate/plan.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { Waiting } from "#server/domain/errors.ts";
import type { Reconciler } from "../runtime/reconciler.ts";

export interface CertificateDeps {
  kube: KubeClient;
  namespace: string;
  /** The names that the API server calls the webhook by. */
  names: readonly string[];
  /** Where the webhook is called when it is behind no Service. */
  url: string | undefined;
  /** How long API servers may take to hear of a new CA, ms. */
  settleMs: number;
  log: Pick<Logger, "info">;
}

const LOOK_AGAIN_MS = 5_000;

/**
 * Keeps a valid certificate in the Secret that all replicas serve from, and the API server trusting it. A new one is trusted first
 * and served a little later, and the old stays trusted while it holds: no review meets a stranger. Real time throughout.
 */
export function certificateController(deps: CertificateDeps): Reconciler {
  const { kube, namespace, names, url, settleMs, log } = deps;

  async function trust(known: Trust, cas: readonly string[], signal: AbortSignal): Promise<string> {
    const bundle = bundleOf([...cas, known.bundle], new Date());
    const right = known.urls.every((one) => one === url);
    if (right && bundle === known.bundle) return bundle;
    await saveTrust(kube, known, { bundle, url }, signal);
    log.info("the API server has been told whom to trust");
    return bundle;
  }

  async function renew(known: Trust, servedCa: string, signal: AbortSignal): Promise<void> {
    const made = await createServingCertificate(names, CERTIFICATE_LIFE_MS);
    const newCa = Buffer.from(made.caBundle, "base64").toString("utf8");
    const somebodyServes = known.bundle !== "" || servedCa !== "";
    const bundle = await trust(known, [newCa, servedCa], signal);
    if (somebodyServes) await sleep(settleMs, undefined, { signal });
    await saveServingCertificate(kube, namespace, { key: made.key, cert: made.cert, ca: bundle }, signal);
    log.info({ names }, "the webhook has a new certificate");
  }

  return {
    name: "certificate",
    async reconcile(_, signal) {
      const known = await findTrust(kube, signal);
      if (!known) throw new Waiting("WebhookAbsent", "The webhook is not installed.", LOOK_AGAIN_MS);
      const served = await findServingCertificate(kube, namespace, signal);
      const certificate = served && readCertificate(served.cert);
      if (mustRenew(certificate, names, new Date())) {
        await renew(known, served?.ca ?? "", signal);
        return { requeueAfterMs: 0 };
      }
      await trust(known, [served?.ca ?? ""], signal);
      const dueMs = certificate ? +renewAt(certificate) - Date.now() : HOUR_MS;
      return { requeueAfterMs: Math.max(1_000, Math.min(dueMs, HOUR_MS)) };
    },
  };
}
