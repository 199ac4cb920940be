import { isSet, type NodeMap, not, when } from "#server/manifests/helm/slots.ts";
import { type ControlPlaneSlots, metadataOf, named, selectorOf } from "./names.ts";
import { podOf } from "./pod.ts";

const DRAIN_SECONDS = 60;

/** It has no port to probe: it ends by itself when it cannot go on, and /healthz of the console tells of its heartbeat. */
export function workerDeployment(values: ControlPlaneSlots): NodeMap {
  const { replicas, persistence } = values.worker;
  const claim = { persistentVolumeClaim: { claimName: named("worker") } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadataOf("worker"),
    spec: {
      replicas,
      strategy: when(persistence.enabled, { type: "Recreate" }), // one volume, one owner
      selector: { matchLabels: selectorOf("worker") },
      template: podOf(values, "worker", {
        spec: { terminationGracePeriodSeconds: DRAIN_SECONDS },
        volumes: [
          when(persistence.enabled, { name: "data", ...claim }),
          when(not(persistence.enabled), { name: "data", emptyDir: {} }),
        ],
        container: {},
      }),
    },
  };
}

export const workerVolume = ({ worker: { persistence } }: ControlPlaneSlots): NodeMap => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: metadataOf("worker"),
  spec: {
    accessModes: ["ReadWriteOnce"],
    storageClassName: when(isSet(persistence.storageClassName), persistence.storageClassName),
    resources: { requests: { storage: persistence.size } },
  },
});
