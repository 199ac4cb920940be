import type { Toleration } from "../kubernetes.ts";

const own: Toleration = { key: "gpu", operator: "Exists" };
const zone = { matchExpressions: [{ key: "zone", operator: "In", values: ["a"] }] };
const ownAffinity = {
  nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: zone }] },
  podAntiAffinity: { mine: "1" },
};
/** What a person had in every pod template: it must be there afterwards. */
export const OWN = { tolerations: [own], affinity: ownAffinity };
const container = { name: "main", image: "busybox", resources: { requests: { cpu: "2" } } };
const template = () => ({
  metadata: { annotations: { mine: "1" }, labels: { app: "x" } },
  spec: { containers: [container], ...OWN },
});
const job = () => ({ spec: { parallelism: 2, completions: 2, template: template() } });
const rayCluster = () => ({
  headGroupSpec: { rayStartParams: { "num-cpus": "0" }, template: template() },
  workerGroupSpecs: ["small", "large"].map((groupName) => ({ groupName, replicas: 2, template: template() })),
});
const sparkPod = { cores: 2, annotations: { mine: "1" }, ...OWN };

export const RUNTIME = {
  apiVersion: "trainer.kubeflow.org/v1alpha1",
  kind: "ClusterTrainingRuntime",
  metadata: { name: "torch-distributed" },
  spec: { template: { spec: { replicatedJobs: [{ name: "node", template: job() }] } } },
};

type Path = readonly (string | number)[];
export interface Example {
  apiVersion: string;
  kind: string;
  plural: string;
  spec: object;
  /** What its operator says of one that is suspended and has not run. */
  suspended: object;
  /** What it says of one that runs. */
  running: object;
  /** What has the pods' annotations, and what has their tolerations and affinity. */
  pods: readonly { annotated: Path; spec: Path }[];
  /** Its operator takes the affinity at creation only. */
  affinityFixed?: true;
}
const pod = (...at: Path) => ({ annotated: [...at, "metadata"], spec: [...at, "spec"] });
/** Beside a patch of the person's own. */
const PATCHED_JOB: Path = [
  "spec",
  "runtimePatches",
  1,
  "trainingRuntimeSpec",
  "template",
  "spec",
  "replicatedJobs",
  0,
];
const suspendedCondition = { conditions: [{ type: "Suspended", status: "True" }] };
const started = "2026-01-05T00:00:00Z";

export const EXAMPLES: readonly Example[] = [
  {
    apiVersion: "jobset.x-k8s.io/v1alpha2",
    kind: "JobSet",
    plural: "jobsets",
    spec: { replicatedJobs: ["driver", "workers"].map((name) => ({ name, replicas: 1, template: job() })) },
    suspended: { ...suspendedCondition, replicatedJobsStatus: [{ name: "driver", suspended: 1, active: 0 }] },
    running: { replicatedJobsStatus: [{ name: "driver", suspended: 0, active: 1 }] },
    pods: [0, 1].map((index) => pod("spec", "replicatedJobs", index, "template", "spec", "template")),
    affinityFixed: true,
  },
  {
    apiVersion: "ray.io/v1",
    kind: "RayJob",
    plural: "rayjobs",
    spec: {
      entrypoint: "python main.py",
      shutdownAfterJobFinishes: true,
      submitterPodTemplate: template(),
      rayClusterSpec: rayCluster(),
    },
    suspended: { jobDeploymentStatus: "Suspended", jobStatus: "", startTime: started },
    running: { jobDeploymentStatus: "Running", jobStatus: "RUNNING", startTime: started },
    pods: [
      pod("spec", "submitterPodTemplate"),
      pod("spec", "rayClusterSpec", "headGroupSpec", "template"),
      pod("spec", "rayClusterSpec", "workerGroupSpecs", 0, "template"),
      pod("spec", "rayClusterSpec", "workerGroupSpecs", 1, "template"),
    ],
  },
  {
    apiVersion: "ray.io/v1",
    kind: "RayCluster",
    plural: "rayclusters",
    spec: rayCluster(),
    suspended: { state: "suspended", desiredWorkerReplicas: 0, head: {} },
    running: { state: "ready", readyWorkerReplicas: 2, head: { podName: "head" } },
    pods: [
      pod("spec", "headGroupSpec", "template"),
      pod("spec", "workerGroupSpecs", 0, "template"),
      pod("spec", "workerGroupSpecs", 1, "template"),
    ],
  },
  {
    apiVersion: "sparkoperator.k8s.io/v1beta2",
    kind: "SparkApplication",
    plural: "sparkapplications",
    spec: {
      type: "Scala",
      sparkVersion: "4.0.0",
      mainApplicationFile: "local:///pi.jar",
      driver: sparkPod,
      executor: { ...sparkPod, instances: 3 },
    },
    suspended: { applicationState: { state: "SUSPENDED" }, lastSubmissionAttemptTime: null },
    running: { applicationState: { state: "RUNNING" }, lastSubmissionAttemptTime: started },
    pods: ["driver", "executor"].map((role) => ({ annotated: ["spec", role], spec: ["spec", role] })),
  },
  {
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: "TrainJob",
    plural: "trainjobs",
    spec: {
      runtimeRef: { name: RUNTIME.metadata.name },
      trainer: { numNodes: 2 },
      runtimePatches: [
        { manager: "example.com/mine", trainingRuntimeSpec: { template: { spec: { replicatedJobs: [] } } } },
      ],
    },
    suspended: suspendedCondition,
    running: { jobsStatus: [{ name: "node", active: 1, ready: 1 }] },
    pods: [pod(...PATCHED_JOB, "template", "spec", "template")],
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    plural: "workflows",
    spec: {
      entrypoint: "main",
      podMetadata: { annotations: { mine: "1" } },
      ...OWN,
      templates: [
        { name: "main", container },
        { name: "own", container, ...OWN },
      ],
    },
    suspended: { phase: "Running", startedAt: started },
    running: { phase: "Running", startedAt: started, nodes: { main: { phase: "Running" } } },
    pods: [
      { annotated: ["spec", "podMetadata"], spec: ["spec"] },
      { annotated: ["spec", "podMetadata"], spec: ["spec", "templates", 1] },
    ],
  },
];
