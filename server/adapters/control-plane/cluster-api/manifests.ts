import { parseAllDocuments } from "yaml";
import { z } from "zod";

const CustomResource = z.looseObject({
  apiVersion: z.string(),
  kind: z.literal("CustomResourceDefinition"),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
  spec: z.looseObject({}),
});
const Webhooks = z.looseObject({
  apiVersion: z.string(),
  kind: z.enum(["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]),
  metadata: z.looseObject({ name: z.string() }),
  webhooks: z.array(
    z.looseObject({ clientConfig: z.looseObject({ service: z.looseObject({ path: z.string() }) }) }),
  ),
});

/** A webhook server on this machine. */
export interface Endpoint {
  port: number;
  /** Base64 of a CA's PEM. */
  caBundle: string;
}

const CONTRACTS = {
  "cluster.x-k8s.io/v1beta1": "v1beta1",
  "cluster.x-k8s.io/v1beta2": "v1beta2",
};

/**
 * A manager's manifests as they come from its sources, made to run outside a cluster: what Cluster API's own overlays do for one inside.
 */
export function prepareManifests(
  yaml: string,
  { name, keepsContract, port, caBundle }: Endpoint & { name: string; keepsContract: boolean },
) {
  const documents = parseAllDocuments(yaml)
    .map((document): unknown => document.toJS())
    .filter(Boolean);
  const clientConfig = (path: string) => ({ url: `https://127.0.0.1:${port}${path}`, caBundle });
  const conversion = {
    strategy: "Webhook",
    webhook: { conversionReviewVersions: ["v1"], clientConfig: clientConfig("/convert") },
  };
  const kinds = documents.flatMap((document) => {
    const { data } = CustomResource.safeParse(document);
    if (!data) return [];
    const labels = { ...data.metadata.labels, ...(keepsContract ? CONTRACTS : {}) };
    return [{ ...data, metadata: { ...data.metadata, labels }, spec: { ...data.spec, conversion } }];
  });
  const webhooks = documents.flatMap((document) => {
    const { data } = Webhooks.safeParse(document);
    if (!data) return [];
    return [
      {
        ...data,
        metadata: { ...data.metadata, name: `${name}-${data.metadata.name}` },
        webhooks: data.webhooks.map((webhook) => ({
          ...webhook,
          clientConfig: clientConfig(webhook.clientConfig.service.path),
        })),
      },
    ];
  });
  return { kinds, webhooks };
}
