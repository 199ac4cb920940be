import { spreadOver } from "#server/manifests/helm/pod.ts";
import { Expression, isSet, type NodeMap, when } from "#server/manifests/helm/slots.ts";
import { CONSOLE_PORT, type ControlPlaneSlots, labelsOf, metadataOf, named, selectorOf } from "./names.ts";
import { podOf } from "./pod.ts";

/** Of the console alone: one that says the database is away is of more use than none. */
const PROBE = { path: "/healthz?only=console", port: "http" };
const NEXT_CACHE = "/app/.next/cache";

export const consoleDeployment = (values: ControlPlaneSlots): NodeMap => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: metadataOf("console"),
  spec: {
    replicas: values.console.replicas,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    selector: { matchLabels: selectorOf("console") },
    template: podOf(values, "console", {
      spec: { topologySpreadConstraints: spreadOver(selectorOf("console")) },
      volumes: [
        { name: "data", emptyDir: {} },
        { name: "cache", emptyDir: {} },
      ],
      mounts: [{ name: "cache", mountPath: NEXT_CACHE }],
      container: {
        ports: [{ name: "http", containerPort: CONSOLE_PORT }],
        livenessProbe: { httpGet: PROBE, initialDelaySeconds: 10, failureThreshold: 6 },
        readinessProbe: { httpGet: PROBE, periodSeconds: 5 },
      },
    }),
  },
});

export const consoleService = ({ service }: ControlPlaneSlots): NodeMap => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: metadataOf("console"),
  spec: {
    type: service.type,
    selector: selectorOf("console"),
    ports: [{ name: "http", port: service.port, targetPort: "http", protocol: "TCP" }],
  },
});

export const ingress = ({
  ingress: { annotations, className, host, tlsSecret },
}: ControlPlaneSlots): NodeMap => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { ...metadataOf("console"), annotations },
  spec: {
    ingressClassName: when(isSet(className), className),
    tls: when(isSet(tlsSecret), [{ hosts: [host], secretName: tlsSecret }]),
    rules: [
      {
        host,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: named("console"), port: { name: "http" } } },
            },
          ],
        },
      },
    ],
  },
});

export const disruptionBudget = (): NodeMap => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: metadataOf("console"),
  spec: {
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    selector: { matchLabels: selectorOf("console") },
  },
});

export const serviceAccount = (): NodeMap => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: {
    name: named("server"),
    namespace: new Expression(".Release.Namespace", "text"),
    labels: labelsOf("console"),
  },
  automountServiceAccountToken: false,
});

/** Out is open: clusters, grids and Postgres may be anywhere. */
export const networkPolicies: readonly (() => NodeMap)[] = [
  () => inward("console", [{ ports: [{ protocol: "TCP", port: CONSOLE_PORT }] }]),
  () => inward("worker", []),
];

const inward = (component: "console" | "worker", rules: readonly NodeMap[]): NodeMap => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: metadataOf(component),
  spec: {
    podSelector: { matchLabels: selectorOf(component) },
    policyTypes: ["Ingress"],
    ingress: rules,
  },
});
