import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { WEBHOOK_NAME } from "#server/manifests/agent.ts";

export const WEBHOOKS_PATH = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

interface WebhookConfiguration extends KubeObject {
  webhooks?: { name: string; clientConfig: { url?: string; caBundle?: string } }[];
}
export interface Trust {
  /** PEM; what all its webhooks trust. Empty where one of them trusts nothing. */
  bundle: string;
  /** Where they are called; undefined for a Service. */
  urls: (string | undefined)[];
  configuration: WebhookConfiguration;
}

/** Whom the API server trusts to be the agent; undefined where the webhook is not installed. */
export async function findTrust(kube: KubeClient, signal: AbortSignal): Promise<Trust | undefined> {
  try {
    const configuration = await kube.json<WebhookConfiguration>(`${WEBHOOKS_PATH}/${WEBHOOK_NAME}`, {
      signal,
    });
    const configs = (configuration.webhooks ?? []).map(({ clientConfig }) => clientConfig);
    const bundles = configs.map(({ caBundle = "" }) => Buffer.from(caBundle, "base64").toString("utf8"));
    const bundle = bundles.every((one) => one === bundles[0]) ? (bundles[0] ?? "") : "";
    return { bundle, urls: configs.map(({ url }) => url), configuration };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Writes the bundle, and the URL where there is one, and nothing else of the configuration. @throws ApiError */
export async function saveTrust(
  kube: KubeClient,
  { configuration }: Trust,
  { bundle, url }: { bundle: string; url: string | undefined },
  signal: AbortSignal,
): Promise<void> {
  const caBundle = Buffer.from(bundle).toString("base64");
  const operations = (configuration.webhooks ?? []).flatMap(({ name }, index) => [
    { op: "test", path: `/webhooks/${index}/name`, value: name },
    url === undefined
      ? { op: "add", path: `/webhooks/${index}/clientConfig/caBundle`, value: caBundle }
      : { op: "add", path: `/webhooks/${index}/clientConfig`, value: { url, caBundle } },
  ]);
  await kube.patch(`${WEBHOOKS_PATH}/${WEBHOOK_NAME}`, operations, "application/json-patch+json", { signal });
}
