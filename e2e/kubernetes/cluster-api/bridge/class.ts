import { KUBERNETES_VERSION } from "#server/adapters/control-plane/engines.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import {
  apiVersionOf,
  LOCAL_CLUSTER,
  LOCAL_CONFIG,
  LOCAL_CONTROL_PLANE,
  LOCAL_MACHINE,
  templateOf,
  type BridgeKind,
} from "./kinds.ts";

export const BRIDGE_CLASS = "karbon-local";
export const REGIONS = ["eu-north", "eu-central"] as const;
const WORKER = "default-worker";

const reference = (kind: BridgeKind) => ({
  templateRef: { apiVersion: apiVersionOf(kind), kind: templateOf(kind).kind, name: BRIDGE_CLASS },
});
/** A variable into a field of a template's own spec. */
const patch = (kind: BridgeKind, matchResources: object, field: string, variable: string) => ({
  selector: { apiVersion: apiVersionOf(kind), kind: templateOf(kind).kind, matchResources },
  jsonPatches: [{ op: "add", path: `/spec/template/spec/${field}`, valueFrom: { variable } }],
});
const ofWorkers = { machineDeploymentClass: { names: [WORKER] } };

/** Templates first, then the class that names them, with variables as a cloud's class has them. */
export function bridgeClass(namespace: string): KubeObject[] {
  const templates = [LOCAL_CLUSTER, LOCAL_MACHINE, LOCAL_CONTROL_PLANE, LOCAL_CONFIG].map((kind) => ({
    apiVersion: apiVersionOf(kind),
    kind: templateOf(kind).kind,
    metadata: { name: BRIDGE_CLASS, namespace },
    spec: { template: { spec: {} } },
  }));
  const clusterClass = {
    apiVersion: "cluster.x-k8s.io/v1beta2",
    kind: "ClusterClass",
    metadata: { name: BRIDGE_CLASS, namespace },
    spec: {
      kubernetesVersions: [KUBERNETES_VERSION],
      infrastructure: reference(LOCAL_CLUSTER),
      controlPlane: reference(LOCAL_CONTROL_PLANE),
      workers: {
        machineDeployments: [
          { class: WORKER, bootstrap: reference(LOCAL_CONFIG), infrastructure: reference(LOCAL_MACHINE) },
        ],
      },
      variables: [
        variable("region", true, { type: "string", enum: REGIONS, description: "where its machines stand" }),
        variable("cpu", false, {
          type: "integer",
          minimum: 1,
          maximum: 64,
          default: 8,
          description: "of a worker",
        }),
      ],
      patches: [
        {
          name: "region",
          definitions: [
            patch(LOCAL_CLUSTER, { infrastructureCluster: true }, "region", "region"),
            patch(LOCAL_MACHINE, ofWorkers, "region", "region"),
          ],
        },
        { name: "size", definitions: [patch(LOCAL_MACHINE, ofWorkers, "cpu", "cpu")] },
      ],
    },
  };
  return [...templates, clusterClass];
}

const variable = (name: string, required: boolean, openAPIV3Schema: object) => ({
  name,
  required,
  schema: { openAPIV3Schema },
});
