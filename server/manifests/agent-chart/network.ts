import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import {
  AGENT_NAME,
  serviceClientConfig,
  TLS_SECRET,
  webhookConfiguration,
} from "#server/manifests/agent.ts";
import { type NodeMap, orElse, when } from "#server/manifests/helm/slots.ts";
import { type Install, labelsOf, METRICS_PORT, selectorOf, WEBHOOK_PORT } from "./names.ts";
import { type AgentSlots, byCertManager } from "./pod.ts";

const SERVICE_HOST = `${AGENT_NAME}.${SYSTEM_NAMESPACE}.svc`;

const own = (install: Install, name: string = AGENT_NAME) => ({
  name,
  namespace: SYSTEM_NAMESPACE,
  labels: labelsOf("agent", install),
});

export const service = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: own(install),
  spec: {
    selector: selectorOf("agent"),
    ports: [
      { name: "webhook", port: 443, targetPort: "webhook", protocol: "TCP" },
      { name: "metrics", port: METRICS_PORT, targetPort: "metrics", protocol: "TCP" },
    ],
  },
});

/** The agent writes its CA here itself; with cert-manager the CA injector does. */
export function webhook(values: AgentSlots, install: Install): NodeMap {
  const configuration = webhookConfiguration(serviceClientConfig(AGENT_NAME, SYSTEM_NAMESPACE), {
    conditions: true,
  });
  return {
    ...configuration,
    metadata: {
      name: configuration.metadata.name,
      labels: labelsOf("agent", install),
      annotations: when(byCertManager(values), {
        "cert-manager.io/inject-ca-from": `${SYSTEM_NAMESPACE}/${AGENT_NAME}`,
      }),
    },
  };
}

const tcp = (...ports: readonly number[]) => ports.map((port) => ({ protocol: "TCP", port }));

/** In from anywhere, since an API server has no pod to select; out to names, to the API server, and to sources over HTTPS. */
export const networkPolicy = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: own(install),
  spec: {
    podSelector: { matchLabels: { "app.kubernetes.io/name": AGENT_NAME } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ ports: tcp(WEBHOOK_PORT) }, { from: [{ namespaceSelector: {} }], ports: tcp(METRICS_PORT) }],
    egress: [{ ports: [{ protocol: "UDP", port: 53 }, ...tcp(53)] }, { ports: tcp(443, 6_443, 8_443) }],
  },
});

/** What people add is a policy of its own: policies of one pod add up. */
export const extraEgress = (values: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: own(install, `${AGENT_NAME}-extra`),
  spec: {
    podSelector: { matchLabels: { "app.kubernetes.io/name": AGENT_NAME } },
    policyTypes: ["Egress"],
    egress: values.networkPolicy.extraEgress,
  },
});

export const disruptionBudget = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: own(install),
  spec: {
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    selector: { matchLabels: selectorOf("agent") },
  },
});

export const selfSignedIssuer = (_: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "cert-manager.io/v1",
  kind: "Issuer",
  metadata: own(install),
  spec: { selfSigned: {} },
});

export const certificate = ({ certificates: { issuer } }: AgentSlots, install: Install): NodeMap => ({
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: own(install),
  spec: {
    secretName: TLS_SECRET,
    dnsNames: [SERVICE_HOST, `${SERVICE_HOST}.cluster.local`],
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    issuerRef: { name: orElse(issuer.name, AGENT_NAME), kind: issuer.kind },
  },
});
