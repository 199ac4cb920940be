import { AGENT_NAME, TLS_SECRET } from "#server/manifests/agent.ts";
import { CONTAINER_SECURITY, POD_SECURITY, TMP_MOUNT, TMP_VOLUME } from "#server/manifests/helm/pod.ts";
import {
  isEqual,
  isSet,
  jsonOf,
  listOf,
  type Node,
  type NodeMap,
  not,
  both,
  type Slot,
  type Slots,
  when,
} from "#server/manifests/helm/slots.ts";
import { type Install, labelsOf, METRICS_PORT, TLS_FOLDER, WEBHOOK_PORT } from "./names.ts";
import type { AgentValues } from "./values.ts";

export type AgentSlots = Slots<AgentValues>;

export const byCertManager = ({ certificates }: AgentSlots): Slot<boolean> =>
  isEqual(certificates.mode, "cert-manager");

/** One image, one ServiceAccount and one environment for the agent and for the Job that lets all go. */
export function podOf(
  values: AgentSlots,
  install: Install,
  component: string,
  { container, pod }: { container: NodeMap; pod: NodeMap },
): NodeMap {
  const fromFiles = byCertManager(values);
  return {
    metadata: { labels: labelsOf(component, install), annotations: values.podAnnotations },
    spec: {
      serviceAccountName: AGENT_NAME,
      ...pod,
      priorityClassName: when(isSet(values.priorityClassName), values.priorityClassName),
      securityContext: POD_SECURITY,
      containers: [
        {
          name: component,
          image: install.image,
          imagePullPolicy: values.image.pullPolicy,
          ...container,
          env: environmentOf(values, fromFiles),
          resources: values.resources,
          securityContext: CONTAINER_SECURITY,
          volumeMounts: listOf(
            TMP_MOUNT,
            when(fromFiles, { name: "tls", mountPath: TLS_FOLDER, readOnly: true }),
          ),
        },
      ],
      volumes: listOf(TMP_VOLUME, when(fromFiles, { name: "tls", secret: { secretName: TLS_SECRET } })),
      imagePullSecrets: values.imagePullSecrets,
      nodeSelector: values.nodeSelector,
      tolerations: values.tolerations,
      affinity: values.affinity,
    },
  };
}

function environmentOf(values: AgentSlots, fromFiles: Slot<boolean>): Node[] {
  const { sourceSecret } = values;
  const secret = isSet(sourceSecret.name);
  return listOf(
    { name: "KARBON_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
    { name: "KARBON_SERVICE", value: AGENT_NAME },
    { name: "KARBON_WEBHOOK_PORT", value: String(WEBHOOK_PORT) },
    { name: "KARBON_METRICS_PORT", value: String(METRICS_PORT) },
    { name: "KARBON_RELEASES_PER_SECOND", value: jsonOf(values.releasesPerSecond) },
    { name: "KARBON_MAX_CONCURRENT_WATTS", value: jsonOf(values.maxConcurrentWatts) },
    { name: "KARBON_LOG", value: values.logLevel },
    when(isSet(values.zone), { name: "KARBON_ZONE", value: values.zone }),
    when(both(isSet(values.source), not(secret)), { name: "KARBON_SOURCE", value: jsonOf(values.source) }),
    when(secret, {
      name: "KARBON_SOURCE",
      valueFrom: { secretKeyRef: { name: sourceSecret.name, key: sourceSecret.key } },
    }),
    when(fromFiles, { name: "KARBON_CERTIFICATES", value: "files" }),
    when(not(fromFiles), { name: "KARBON_CERTIFICATES", value: "self" }),
    when(isSet(values.otlpEndpoint), { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: values.otlpEndpoint }),
    when(values.dryRun, { name: "KARBON_DRY_RUN", value: "1" }),
  );
}
