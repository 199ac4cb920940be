import { setTimeout as sleep } from "node:timers/promises";
import { systemNamespace, webhookConfiguration, WEBHOOK_NAME } from "#server/manifests/agent.ts";
import { policyCrd, scoreCrd } from "#server/manifests/crds.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { NAMESPACES_PATH, POLICIES_PATH, SCORES_PATH } from "./cluster-view.ts";

const FIELD_MANAGER = "karbonetes-agent";
const CRDS_PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const WEBHOOKS_PATH = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
const LOOK_AGAIN_MS = 50;

const apply = (
  kube: KubeClient,
  collection: string,
  object: { metadata: { name: string } },
  signal: AbortSignal,
) =>
  kube.apply(`${collection}/${object.metadata.name}`, object, {
    fieldManager: FIELD_MANAGER,
    force: true,
    signal,
  });

/** The namespace and the kinds of ours; resolves once the API server serves them. Idempotent. */
export async function installKinds(kube: KubeClient, signal: AbortSignal): Promise<void> {
  await apply(kube, NAMESPACES_PATH, systemNamespace(), signal);
  await apply(kube, CRDS_PATH, policyCrd(), signal);
  await apply(kube, CRDS_PATH, scoreCrd(), signal);
  for (const path of [POLICIES_PATH, SCORES_PATH]) await untilServed(kube, path, signal);
}

/** A kind is served a moment after its definition is accepted. */
export async function untilServed(kube: KubeClient, path: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await kube.json(path, { query: { limit: 1 }, signal });
      return;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await sleep(LOOK_AGAIN_MS, undefined, { signal });
    }
  }
}

export const installWebhook = async (
  kube: KubeClient,
  clientConfig: { url: string; caBundle: string },
  signal: AbortSignal,
): Promise<void> => void (await apply(kube, WEBHOOKS_PATH, webhookConfiguration(clientConfig), signal));

/** Gone is as good as removed. */
export async function removeWebhook(kube: KubeClient, signal: AbortSignal): Promise<void> {
  try {
    await kube.json(`${WEBHOOKS_PATH}/${WEBHOOK_NAME}`, { method: "DELETE", signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
