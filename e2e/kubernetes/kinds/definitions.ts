import type { KubeObject } from "#server/domain/kubernetes.ts";

/**
 * Short CRDs of the kinds beside Job: group, version, names and the fields that the agent touches are those of the true ones; what
 * is not named here is dropped, as it is there. Their operators are not at work.
 */
const any = { type: "object", "x-kubernetes-preserve-unknown-fields": true } as const;
const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const count = { type: "integer" } as const;
const texts = { type: "object", additionalProperties: text } as const;
const object = (properties: object) => ({ type: "object", properties });
const list = (items: object) => ({ type: "array", items });
const listBy = (key: string, items: object) => ({
  type: "array",
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": [key],
  items: { ...items, required: [key] },
});
const metadata = object({ annotations: texts, labels: texts });
const template = object({ metadata, spec: any });
const job = object({ spec: object({ parallelism: count, completions: count, template }) });

const rayCluster = {
  suspend: flag,
  managedBy: text,
  rayVersion: text,
  headGroupSpec: object({ rayStartParams: texts, template }),
  workerGroupSpecs: list(object({ groupName: text, replicas: count, numOfHosts: count, template })),
};
const sparkPod = object({
  cores: count,
  instances: count,
  annotations: texts,
  nodeSelector: texts,
  affinity: any,
  tolerations: list(any),
});
const spark = {
  type: text,
  sparkVersion: text,
  mainApplicationFile: text,
  nodeSelector: texts,
  driver: sparkPod,
  executor: sparkPod,
};
const replicatedJobs = (pod: object) =>
  listBy("name", object({ name: text, replicas: count, template: pod }));

function definition(
  apiVersion: string,
  kind: string,
  spec: object,
  scope: "Namespaced" | "Cluster" = "Namespaced",
): KubeObject {
  const [group = "", version = ""] = apiVersion.split("/");
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      annotations: { "api-approved.kubernetes.io": "unapproved, for a test" },
    },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: object({ spec, status: any }) },
        },
      ],
    },
  };
}

export const DEFINITIONS: readonly KubeObject[] = [
  definition(
    "jobset.x-k8s.io/v1alpha2",
    "JobSet",
    object({ suspend: flag, managedBy: text, replicatedJobs: replicatedJobs(job) }),
  ),
  definition(
    "ray.io/v1",
    "RayJob",
    object({
      suspend: flag,
      managedBy: text,
      entrypoint: text,
      shutdownAfterJobFinishes: flag,
      clusterSelector: texts,
      submitterPodTemplate: template,
      rayClusterSpec: object(rayCluster),
    }),
  ),
  definition("ray.io/v1", "RayCluster", object(rayCluster)),
  definition("sparkoperator.k8s.io/v1beta2", "SparkApplication", object({ ...spark, suspend: flag })),
  definition(
    "trainer.kubeflow.org/v1alpha1",
    "TrainJob",
    object({
      suspend: { ...flag, default: false },
      managedBy: { ...text, default: "trainer.kubeflow.org/trainjob-controller" },
      runtimeRef: object({ name: text, kind: text, apiGroup: text }),
      trainer: object({ numNodes: count, resourcesPerNode: any }),
      runtimePatches: listBy(
        "manager",
        object({
          manager: text,
          trainingRuntimeSpec: object({
            template: object({
              spec: object({
                replicatedJobs: replicatedJobs(object({ spec: object({ template }) })),
              }),
            }),
          }),
        }),
      ),
    }),
  ),
  definition("trainer.kubeflow.org/v1alpha1", "ClusterTrainingRuntime", any, "Cluster"),
  definition("argoproj.io/v1alpha1", "Workflow", any),
];

/** As it was before it could be suspended. */
export const OLD_SPARK = definition("sparkoperator.k8s.io/v1beta2", "SparkApplication", object(spark));
