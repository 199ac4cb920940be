import { TRACKING_FINALIZER, controllerOf, type RunningPod } from "../objects.ts";
import { keyOf, splitKey, type Controller, type ControllerDeps } from "../runtime/controller.ts";

/** A Job that is gone counts no more: its pods lose the tracking finalizer that would keep them for ever. */
export function orphanPods({ api, owners }: ControllerDeps): Controller {
  return {
    name: "orphan-pods",
    *keysOf(plural, { type, object }) {
      if (plural === "pods" && object.metadata.finalizers?.includes(TRACKING_FINALIZER)) yield keyOf(object);
      if (plural !== "jobs" || type !== "DELETED") return;
      for (const pod of owners.dependents(object.metadata.uid ?? "", "pods"))
        yield `${pod.namespace ?? ""}/${pod.name}`;
    },
    allKeys: () => api.list("pods").map(keyOf),
    async reconcile(key) {
      const { namespace, name } = splitKey(key);
      const pod = api.get<RunningPod>("pods", namespace, name);
      if (!pod?.metadata.finalizers?.includes(TRACKING_FINALIZER)) return undefined;
      const job = controllerOf(pod, "Job");
      if (job && owners.exists(job.uid)) return undefined;
      await api.update<RunningPod>("pods", namespace, name, ({ metadata }) => {
        metadata.finalizers = (metadata.finalizers ?? []).filter(
          (finalizer) => finalizer !== TRACKING_FINALIZER,
        );
      });
      return undefined;
    },
  };
}
