import type { Pod } from "../../../kubernetes.ts";

/** What would have to go elsewhere with a node's end, and what goes with it. */
export interface NodeLoad {
  /** Pods that are moved, without those of DaemonSets and of the node itself. */
  pods: number;
  /** "namespace/name" of the Jobs among them: their work begins anew elsewhere. */
  jobs: string[];
  /** "namespace/name" of pods that nothing makes anew: they are lost. */
  bare: string[];
}

const ENDED: readonly unknown[] = ["Succeeded", "Failed"];
const STAYS_WITH_NODE: readonly string[] = ["DaemonSet", "Node"];

export function loadOf(pods: readonly Pod[]): NodeLoad {
  const moved = pods.filter(
    (pod) =>
      !ENDED.includes(pod.status?.phase) && !ownersOf(pod).some(({ kind }) => STAYS_WITH_NODE.includes(kind)),
  );
  const jobs = moved.flatMap((pod) =>
    ownersOf(pod)
      .filter(({ kind }) => kind === "Job")
      .map(({ name }) => titleOf(pod, name)),
  );
  const bare = moved.filter((pod) => ownersOf(pod).length === 0 && !isMirror(pod));
  return {
    pods: moved.filter((pod) => !isMirror(pod)).length,
    jobs: [...new Set(jobs)].toSorted(),
    bare: bare.map((pod) => titleOf(pod, pod.metadata.name)).toSorted(),
  };
}

const ownersOf = ({ metadata }: Pod) => metadata.ownerReferences ?? [];
const titleOf = ({ metadata }: Pod, name: string): string => `${metadata.namespace ?? "default"}/${name}`;
/** A static pod of the kubelet's: the API shows only its picture. */
const isMirror = ({ metadata }: Pod): boolean =>
  "kubernetes.io/config.mirror" in (metadata.annotations ?? {});
