import { keyOf } from "#server/domain/job/facts.ts";
import { lengthOf, ownerOf } from "#server/domain/job/history.ts";
import type { Job } from "#server/domain/kubernetes.ts";

/** How long the completed Jobs of each owner ran, kept as Jobs come and go: asked for at each decision, so never counted anew. */
export function createJobHistory() {
  const byOwner = new Map<string, Map<string, number>>();

  function remove(job: Job): void {
    const owner = ownerOf(job) ?? "";
    const lengths = byOwner.get(owner);
    if (lengths?.delete(keyOf(job)) && lengths.size === 0) byOwner.delete(owner);
  }

  return {
    set(job: Job): void {
      const owner = ownerOf(job);
      const lengthMs = lengthOf(job);
      if (owner === undefined || lengthMs === undefined) return remove(job);
      const lengths = byOwner.get(owner) ?? new Map<string, number>();
      byOwner.set(owner, lengths.set(keyOf(job), lengthMs));
    },
    remove,
    lengthsOf: (owner: string): readonly number[] => [...(byOwner.get(owner)?.values() ?? [])],
  };
}
