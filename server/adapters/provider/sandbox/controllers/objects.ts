import type { Job, KubeCondition, KubeObject, ObjectMeta, Pod } from "#server/domain/kubernetes.ts";

export const TRACKING_FINALIZER = "batch.kubernetes.io/job-tracking";

/** The parts beyond the domain's that the controllers write. */
export interface ContainerState {
  waiting?: { reason: string };
  running?: { startedAt: string };
  terminated?: { exitCode: number; reason: string; startedAt?: string; finishedAt: string };
}
export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
}
export interface RunningPod extends Pod {
  metadata: ObjectMeta & { deletionGracePeriodSeconds?: number };
  status?: NonNullable<Pod["status"]> & {
    containerStatuses?: ContainerStatus[];
    reason?: string;
    message?: string;
    podIP?: string;
    hostIP?: string;
  };
}

export interface TrackedJob extends Job {
  status?: NonNullable<Job["status"]> & {
    terminating?: number;
    completedIndexes?: string;
    uncountedTerminatedPods?: { succeeded?: string[]; failed?: string[] };
  };
}
export type JobStatus = NonNullable<TrackedJob["status"]>;

export const isFinished = ({ status }: Pod): boolean =>
  status?.phase === "Succeeded" || status?.phase === "Failed";

export const isReady = ({ status }: { status?: { conditions?: KubeCondition[] } }): boolean =>
  conditionTrue(status?.conditions, "Ready");

export const conditionTrue = (conditions: readonly KubeCondition[] | undefined, type: string): boolean =>
  conditions?.some((condition) => condition.type === type && condition.status === "True") ?? false;

/** The owner that manages it, of the given kind. */
export const controllerOf = (object: KubeObject, kind: string) =>
  object.metadata.ownerReferences?.find((owner) => owner.controller === true && owner.kind === kind);

/** Sets one condition; its transition time moves only when its status turns. Returns whether the status turned. */
export function turnCondition(all: KubeCondition[], next: KubeCondition, now: string): boolean {
  const at = all.findIndex(({ type }) => type === next.type);
  const previous = all[at];
  const turned = previous?.status !== next.status;
  const lastTransitionTime = turned ? now : previous.lastTransitionTime;
  all.splice(at < 0 ? all.length : at, 1, { ...next, lastTransitionTime });
  return turned;
}
