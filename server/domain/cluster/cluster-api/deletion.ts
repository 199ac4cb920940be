import type { KubeObject } from "../../kubernetes.ts";
import { clusterCondition, PAUSED_MARK, pauseOf, type ClusterObject } from "./cluster-object.ts";
import type { StepReading } from "./read-step.ts";

/** Steps of a Cluster's end, in Cluster API's own order, each with the reason of `Deleting` that says it is being done. */
const ORDER = [
  { step: "workers", reason: "WaitingForWorkersDeletion", done: "No worker is left." },
  {
    step: "control-plane",
    reason: "WaitingForControlPlaneDeletion",
    done: "No control-plane machine is left.",
  },
  {
    step: "infrastructure",
    reason: "WaitingForInfrastructureDeletion",
    done: "Network and load balancer are gone.",
  },
] as const;
export type DeletionStep = (typeof ORDER)[number]["step"];
/** The last word before the object itself goes. */
const COMPLETED = "DeletionCompleted";

export const isDeletionStep = (step: string): step is DeletionStep =>
  ORDER.some((each) => each.step === step);

/**
 * How far a step of the end is. `cluster` is undefined once the object is gone: only then is everything certain to be gone.
 * `blocker` is what is being deleted and does not go.
 */
export function readDeletion(
  step: DeletionStep,
  cluster: ClusterObject | undefined,
  blocker: string | undefined,
): StepReading {
  const at = ORDER.findIndex((each) => each.step === step);
  const done = { kind: "done", message: ORDER[at]?.done ?? "" } as const;
  if (!cluster) return done;
  const condition = clusterCondition(cluster, "Deleting");
  if (pauseOf(cluster)) return { kind: "waiting", reason: "Paused", message: pausedSentence(cluster) };
  if (condition?.status !== "True") {
    const message = "Cluster API has not begun to take it down yet.";
    return { kind: "waiting", reason: "NotBegun", message };
  }
  const now =
    condition.reason === COMPLETED
      ? ORDER.length
      : ORDER.findIndex(({ reason }) => reason === condition.reason);
  if (now > at) return done;
  const own = condition.message || condition.reason;
  return {
    kind: "waiting",
    reason: condition.reason,
    message: blocker ? `${blocker}\n${own}` : own,
  };
}

/** Cluster API deletes nothing of a cluster that is paused, and does not say so. */
function pausedSentence(cluster: ClusterObject): string {
  const { namespace, name } = cluster.metadata;
  const object = `clusters.cluster.x-k8s.io ${name}`;
  const resume =
    pauseOf(cluster) === "annotation"
      ? `annotate ${object} ${PAUSED_MARK}-`
      : `patch ${object} --type merge -p '{"spec":{"paused":false}}'`;
  return `It is paused, so nothing of it is taken down. To resume it: kubectl -n ${namespace} ${resume}`;
}

/**
 * The object that holds everything up: the first that is being deleted and owns no other that is, since its owners wait for it.
 * Its finalizers name who must let go. Without times, so that a step log says it once.
 */
export function blockerOf(objects: readonly KubeObject[]): string | undefined {
  const going = objects.filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  const owners = new Set(
    going.flatMap(({ metadata }) => metadata.ownerReferences?.map(({ uid }) => uid) ?? []),
  );
  const leaves = going.filter(
    ({ metadata }) => metadata.finalizers?.length && !(metadata.uid && owners.has(metadata.uid)),
  );
  const [first] = leaves.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
  if (!first) return undefined;
  const { namespace, name, finalizers = [] } = first.metadata;
  const plural = finalizers.length > 1 ? "finalizers" : "finalizer";
  return `${first.kind} ${[namespace, name].filter(Boolean).join("/")} is held by the ${plural} ${finalizers.join(", ")}.`;
}

const keyOf = ({ kind, metadata }: KubeObject): string =>
  `${metadata.deletionTimestamp} ${kind} ${metadata.namespace}/${metadata.name}`;
