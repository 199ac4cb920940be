import type { Job } from "../kubernetes.ts";
import { fieldsAt, isFields, listAt, textAt, valueAt, type Edit, type Fields } from "./fields.ts";
import { DO_NOT_DISRUPT, placedPodSpec, type Placement, type Scheduling } from "./placement.ts";
import { schedulingOf } from "./pod-schema.ts";
import { originOf } from "./suspendable-kinds.ts";

/** Ours among the patches of a TrainJob; those of others are never touched. */
export const TRAINER_MANAGER = "carbon-aware.io/agent";
const RUNTIMES: Readonly<Record<string, string>> = {
  ClusterTrainingRuntime: "clustertrainingruntimes",
  TrainingRuntime: "trainingruntimes",
};

/** The runtime that has a TrainJob's pod templates; undefined for one of another group or kind. */
export function runtimeRefOf(job: Job): { plural: string; name: string; namespaced: boolean } | undefined {
  const ref = fieldsAt(originOf(job), "spec", "runtimeRef");
  const plural = RUNTIMES[textAt(ref, "kind") ?? "ClusterTrainingRuntime"];
  const name = textAt(ref, "name");
  const group = textAt(ref, "apiGroup") ?? "trainer.kubeflow.org";
  if (plural === undefined || name === undefined || group !== "trainer.kubeflow.org") return undefined;
  return { plural, name, namespaced: plural === "trainingruntimes" };
}

/**
 * The place of each of a TrainJob's replicated jobs, as a runtime patch of our own. The Trainer replaces lists whole, so each holds
 * what the runtime and the person's own patches had.
 */
export function trainJobEdits(job: Job, runtime: Fields | undefined, placement: Placement): Edit[] {
  const others = listAt(originOf(job), "spec", "runtimePatches").filter(
    (patch) => textAt(patch, "manager") !== TRAINER_MANAGER,
  );
  const replicatedJobs = listAt(runtime, "spec", "template", "spec", "replicatedJobs").flatMap(
    (replicated) => {
      const name = textAt(replicated, "name");
      const own = name === undefined ? undefined : schedulingIn(replicated, patchesOf(others, name));
      if (!own) return [];
      const spec = placedPodSpec(own, placement);
      return [
        {
          name,
          template: { spec: { template: { metadata: { annotations: { [DO_NOT_DISRUPT]: "true" } }, spec } } },
        },
      ];
    },
  );
  if (replicatedJobs.length === 0) return [];
  const ours = {
    manager: TRAINER_MANAGER,
    trainingRuntimeSpec: { template: { spec: { replicatedJobs } } },
  };
  return [{ path: ["spec", "runtimePatches"], value: [...others, ours] }];
}

const POD_SPEC = ["template", "spec", "template", "spec"] as const;

const patchesOf = (patches: readonly unknown[], name: string): unknown[] =>
  patches.flatMap((patch) =>
    listAt(patch, "trainingRuntimeSpec", "template", "spec", "replicatedJobs").filter(
      (replicated) => textAt(replicated, "name") === name,
    ),
  );

/** The runtime's own, then each patch over it. */
function schedulingIn(replicated: unknown, patches: readonly unknown[]): Scheduling | undefined {
  let result: Scheduling = {};
  for (const layer of [replicated, ...patches]) {
    const value = valueAt(layer, POD_SPEC);
    const own = schedulingOf(isFields(value) ? value : {});
    if (!own) return undefined;
    result = {
      tolerations: own.tolerations ?? result.tolerations,
      affinity: own.affinity ?? result.affinity,
      nodeSelector: { ...result.nodeSelector, ...own.nodeSelector },
    };
  }
  return result;
}
