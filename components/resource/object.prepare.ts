import type { ObjectView, ShownChange } from "#server/domain/resource/view.ts";

type Described = Pick<ObjectView, "kind" | "namespace" | "deletingSince" | "finalizers" | "owners">;

/** "A Deployment in default." and what is remarkable about it. */
export function leadOf({ kind, namespace, deletingSince, finalizers, owners }: Described): string {
  const what = `${/^[AEIO]/.test(kind.kind) ? "An" : "A"} ${kind.kind}${namespace ? ` in ${namespace}` : ""}`;
  if (deletingSince) {
    const waits = finalizers.length > 0 ? `; it waits for ${finalizers.join(", ")}` : "";
    return `${what}. It is being deleted${waits}.`;
  }
  const [owner] = owners;
  return owner ? `${what}, made by ${owner.kind} ${owner.name}.` : `${what}.`;
}

/** Whose fields an edit takes: what they set again by themselves, they may turn back. */
export function takenFrom(changes: readonly ShownChange[], ours: string): string[] {
  const owners = changes.filter(({ typed }) => typed).flatMap((change) => change.owners);
  return [...new Set(owners)].filter((owner) => owner !== ours).toSorted();
}
