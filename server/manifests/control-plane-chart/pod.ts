import { CONTAINER_SECURITY, POD_SECURITY, TMP_MOUNT, TMP_VOLUME } from "#server/manifests/helm/pod.ts";
import { isSet, listOf, type Node, type NodeMap, type Slot, when } from "#server/manifests/helm/slots.ts";
import { type Component, type ControlPlaneSlots, DATA_FOLDER, imageOf, labelsOf, named } from "./names.ts";

interface PodParts {
  container: NodeMap;
  /** Beside /tmp and the data folder. */
  mounts?: readonly Node[];
  volumes: readonly (Node | undefined)[];
  spec?: NodeMap;
}

/** Both wait until the database is up to date: the migration takes a lock, so that whoever comes first does it once. */
export function podOf(values: ControlPlaneSlots, component: Component, parts: PodParts): NodeMap {
  const env = environmentOf(values);
  const mounts = [TMP_MOUNT, { name: "data", mountPath: DATA_FOLDER }];
  return {
    metadata: { labels: labelsOf(component), annotations: values.podAnnotations },
    spec: {
      serviceAccountName: named("server"),
      automountServiceAccountToken: false,
      ...parts.spec,
      priorityClassName: when(isSet(values.priorityClassName), values.priorityClassName),
      securityContext: POD_SECURITY,
      initContainers: [
        {
          name: "migrate",
          image: imageOf("worker"),
          imagePullPolicy: values.worker.image.pullPolicy,
          args: ["dist/prepare.mjs"],
          env,
          resources: values[component].resources,
          securityContext: CONTAINER_SECURITY,
          volumeMounts: mounts,
        },
      ],
      containers: [
        {
          name: component,
          image: imageOf(component),
          imagePullPolicy: values[component].image.pullPolicy,
          ...parts.container,
          env,
          resources: values[component].resources,
          securityContext: CONTAINER_SECURITY,
          volumeMounts: [...mounts, ...(parts.mounts ?? [])],
        },
      ],
      volumes: listOf(TMP_VOLUME, ...parts.volumes),
      imagePullSecrets: values.imagePullSecrets,
      nodeSelector: values.nodeSelector,
      tolerations: values.tolerations,
      affinity: values.affinity,
    },
  };
}

const fromSecret = (name: string, secret: { name: Slot<string>; key: Slot<string> }): NodeMap => ({
  name,
  valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
});

const environmentOf = ({ database, encryption, publicUrl, logLevel }: ControlPlaneSlots): Node[] =>
  listOf(
    fromSecret("DATABASE_URL", database.secret),
    fromSecret("KARBON_KEY", encryption.secret),
    { name: "KARBON_DATA_DIR", value: DATA_FOLDER },
    { name: "KARBON_HOST", value: "0.0.0.0" },
    { name: "KARBON_LOG", value: logLevel },
    when(isSet(publicUrl), { name: "KARBON_PUBLIC_URL", value: publicUrl }),
  );
