import type { KubeCondition } from "#server/domain/kubernetes.ts";
import type { TrackedJob } from "../objects.ts";
import { keyOf, splitKey, type Controller, type ControllerDeps } from "../runtime/controller.ts";
import { millis } from "../runtime/timestamp.ts";

/** Deletes finished Jobs after their `ttlSecondsAfterFinished`, pods first. */
export function jobExpiry({ api, clock }: ControllerDeps): Controller {
  return {
    name: "ttl-after-finished-controller",
    keysOf: (plural, { object }) => (plural === "jobs" ? [keyOf(object)] : []),
    allKeys: () => api.list("jobs").map(keyOf),
    async reconcile(key) {
      const { namespace, name } = splitKey(key);
      const job = api.get<TrackedJob>("jobs", namespace, name);
      const ttlSeconds = job?.spec.ttlSecondsAfterFinished;
      const finishedAt = millis(job?.status?.conditions?.find(isEnd)?.lastTransitionTime);
      if (!job || job.metadata.deletionTimestamp || ttlSeconds === undefined || finishedAt === undefined)
        return undefined;
      const leftMs = finishedAt + ttlSeconds * 1_000 - +clock.now();
      if (leftMs > 0) return { requeueAfterMs: leftMs };
      await api.delete("jobs", namespace, name, "Foreground");
      return undefined;
    },
  };
}

const isEnd = ({ type, status }: KubeCondition): boolean =>
  (type === "Complete" || type === "Failed") && status === "True";
