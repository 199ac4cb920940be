import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { isNotFound } from "#server/adapters/kubernetes/api-error.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { TLS_SECRET } from "#server/manifests/agent.ts";

/** PEM texts. */
export interface ServedCertificate {
  key: string;
  cert: string;
  /** The CAs that clients must trust: that of `cert`, and those of certificates that a replica may still serve. */
  ca: string;
}
interface Secret extends KubeObject {
  data?: Record<string, string>;
}

export const secretsPath = (namespace: string): string =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`;

/** Undefined when it holds no certificate of ours. */
export function parseServingSecret(object: KubeObject | undefined): ServedCertificate | undefined {
  const { data = {} } = (object ?? {}) as Partial<Secret>;
  const text = (name: string) => Buffer.from(data[name] ?? "", "base64").toString("utf8");
  const [key, cert, ca] = [text("tls.key"), text("tls.crt"), text("ca.crt")];
  return key && cert ? { key, cert, ca } : undefined;
}

export async function findServingCertificate(
  kube: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<ServedCertificate | undefined> {
  try {
    return parseServingSecret(await kube.json<Secret>(`${secretsPath(namespace)}/${TLS_SECRET}`, { signal }));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

export const saveServingCertificate = (
  kube: KubeClient,
  namespace: string,
  { key, cert, ca }: ServedCertificate,
  signal: AbortSignal,
): Promise<KubeObject> =>
  kube.apply(
    `${secretsPath(namespace)}/${TLS_SECRET}`,
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: TLS_SECRET, namespace, labels: { "app.kubernetes.io/managed-by": "karbonetes" } },
      type: "kubernetes.io/tls",
      data: { "tls.key": base64(key), "tls.crt": base64(cert), "ca.crt": base64(ca) },
    },
    { fieldManager: "karbonetes-agent", force: true, signal },
  );

const base64 = (text: string): string => Buffer.from(text).toString("base64");
