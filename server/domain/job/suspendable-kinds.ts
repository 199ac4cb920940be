import type { Job } from "../kubernetes.ts";
import { countAt, fieldsAt, valueAt, type Fields, type Path } from "./fields.ts";
import {
  jobSetAsks,
  rayClusterAsks,
  rayJobAsks,
  sparkAsks,
  trainJobAsks,
  workflowAsks,
  type AskReader,
} from "./kind-asks.ts";
import {
  jobSetStatus,
  rayClusterStatus,
  rayJobStatus,
  sparkStatus,
  trainJobStatus,
  workflowStatus,
  type StatusReader,
} from "./kind-status.ts";

/** Where a kind keeps what becomes pods. */
export interface PodPlace {
  /** From the object's root; "*" is each of a list. */
  at: readonly string[];
  /** From there on: what has the tolerations and the affinity. */
  spec: readonly string[];
  /** From there on: what has the pods' `annotations`; absent where another place has them. */
  annotated?: readonly string[];
  /** What stands here replaces what stands above, and what does not is inherited: only what is there is written. */
  overrides?: true;
  /** From the object's root: a node selector that holds here too. */
  selector?: readonly string[];
}

export interface SuspendableKind {
  /** group/version */
  apiVersion: string;
  kind: string;
  plural: string;
  /** In `spec.managedBy`: its own controller. With any other the object is somebody else's. */
  controller?: string;
  /** True there: its pods are not made yet, or taken away. */
  suspend: readonly string[];
  pods: readonly PodPlace[];
  /** Absent for a Job, which speaks for itself. */
  status?: StatusReader;
  /** Of its spec. */
  asks?: AskReader;
  /** Why this one may not be suspended, for people; undefined where it may. */
  obstacle?: (spec: Fields) => string | undefined;
  /** Its operator takes the affinity at creation only; from then on the node selector and the tolerations. */
  affinityAtCreation?: true;
  /** Its pod templates stand in another object, which is read when it is let go. */
  runtime?: true;
}

/** A pod template as Kubernetes has it everywhere. */
const template = (...at: string[]): PodPlace => ({ at, spec: ["spec"], annotated: ["metadata"] });
const KUBERAY = "ray.io/kuberay-operator";

function rayJobObstacle(spec: Fields): string | undefined {
  if (Object.keys(fieldsAt(spec, "clusterSelector")).length > 0)
    return "A RayJob that uses a RayCluster by its clusterSelector cannot be suspended: annotate the RayCluster.";
  if (spec["shutdownAfterJobFinishes"] === true) return undefined;
  return "KubeRay suspends no RayJob without shutdownAfterJobFinishes: true; it runs at once.";
}

export const JOB_KIND: SuspendableKind = {
  apiVersion: "batch/v1",
  kind: "Job",
  plural: "jobs",
  controller: "kubernetes.io/job-controller",
  suspend: ["spec", "suspend"],
  pods: [template("spec", "template")],
};

/** All that can be told to wait. Job for real; the others by the shape that their CRDs give them. */
export const SUSPENDABLE_KINDS: readonly SuspendableKind[] = [
  JOB_KIND,
  {
    apiVersion: "jobset.x-k8s.io/v1alpha2",
    kind: "JobSet",
    plural: "jobsets",
    controller: "jobset.sigs.k8s.io/jobset-controller",
    suspend: ["spec", "suspend"],
    pods: [template("spec", "replicatedJobs", "*", "template", "spec", "template")],
    status: jobSetStatus,
    asks: jobSetAsks,
    affinityAtCreation: true,
  },
  {
    apiVersion: "ray.io/v1",
    kind: "RayJob",
    plural: "rayjobs",
    controller: KUBERAY,
    suspend: ["spec", "suspend"],
    pods: [
      template("spec", "rayClusterSpec", "headGroupSpec", "template"),
      template("spec", "rayClusterSpec", "workerGroupSpecs", "*", "template"),
      template("spec", "submitterPodTemplate"),
    ],
    status: rayJobStatus,
    asks: rayJobAsks,
    obstacle: rayJobObstacle,
  },
  {
    apiVersion: "ray.io/v1",
    kind: "RayCluster",
    plural: "rayclusters",
    controller: KUBERAY,
    suspend: ["spec", "suspend"],
    pods: [
      template("spec", "headGroupSpec", "template"),
      template("spec", "workerGroupSpecs", "*", "template"),
    ],
    status: rayClusterStatus,
    asks: rayClusterAsks,
  },
  {
    apiVersion: "sparkoperator.k8s.io/v1beta2",
    kind: "SparkApplication",
    plural: "sparkapplications",
    suspend: ["spec", "suspend"],
    pods: ["driver", "executor"].map((role) => ({
      at: ["spec", role],
      spec: [],
      annotated: [],
      selector: ["spec", "nodeSelector"],
    })),
    status: sparkStatus,
    asks: sparkAsks,
  },
  {
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: "TrainJob",
    plural: "trainjobs",
    controller: "trainer.kubeflow.org/trainjob-controller",
    suspend: ["spec", "suspend"],
    pods: [],
    status: trainJobStatus,
    asks: trainJobAsks,
    runtime: true,
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    plural: "workflows",
    suspend: ["spec", "suspend"],
    pods: [
      { at: ["spec"], spec: [], annotated: ["podMetadata"] },
      { at: ["spec", "templateDefaults"], spec: [], overrides: true, selector: ["spec", "nodeSelector"] },
      { at: ["spec", "templates", "*"], spec: [], overrides: true, selector: ["spec", "nodeSelector"] },
    ],
    status: workflowStatus,
    asks: workflowAsks,
  },
];

/** All but Job: where their CRD is not installed, they are off. */
export const CUSTOM_KINDS = SUSPENDABLE_KINDS.filter((each) => each !== JOB_KIND);

/** The plurals of each group and version. */
export const KINDS_BY_VERSION: ReadonlyMap<string, readonly string[]> = new Map(
  SUSPENDABLE_KINDS.map(({ apiVersion }) => [
    apiVersion,
    SUSPENDABLE_KINDS.filter((each) => each.apiVersion === apiVersion).map(({ plural }) => plural),
  ]),
);

export const groupOf = (apiVersion: string): string => apiVersion.split("/")[0] ?? "";

/** By group and kind: whatever the version, an object that stands for pods is that. */
const BY_NAME = new Map(SUSPENDABLE_KINDS.map((each) => [`${groupOf(each.apiVersion)} ${each.kind}`, each]));

/** The kind of an object, or of what an owner reference names; undefined for one that cannot be told to wait. */
export const kindNamed = ({
  apiVersion = "",
  kind = "",
}: {
  apiVersion?: string;
  kind?: string;
}): SuspendableKind | undefined => BY_NAME.get(`${groupOf(apiVersion)} ${kind}`);

/** The kind of what is taken for a Job: a list of Jobs names no kind in its items. */
export const kindOf = (job: { apiVersion?: string; kind?: string }): SuspendableKind =>
  kindNamed(job) ?? JOB_KIND;

/** What a Job stands for; itself where it is one. */
export const originOf = (job: Job): Fields => (job.origin ?? job) as unknown as Fields;

/** Every place of an object, once for each of a list, and the path to it. */
export const placesIn = (object: Fields, { pods }: SuspendableKind): { place: PodPlace; path: Path }[] =>
  pods.flatMap((place) => pathsTo(object, place.at).map((path) => ({ place, path })));

function pathsTo(root: unknown, at: readonly string[], from: Path = []): Path[] {
  const [step, ...rest] = at;
  if (step === undefined) return [from];
  const value = valueAt(root, from);
  if (step !== "*") return pathsTo(root, rest, [...from, step]);
  return Array.isArray(value) ? value.flatMap((_, index) => pathsTo(root, rest, [...from, index])) : [];
}

/**
 * The cluster's definition of this kind has no field to suspend it by: it was told to wait at its creation, and the API server
 * dropped that. Whoever resumes one makes a new generation of it.
 */
export const forgetsToWait = (job: Job): boolean =>
  job.origin !== undefined &&
  countAt(job, "metadata", "generation") === 1 &&
  valueAt(job.origin, kindOf(job).suspend) === undefined;
