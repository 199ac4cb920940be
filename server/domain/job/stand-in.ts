import type { Job, KubeObject } from "../kubernetes.ts";
import { fieldsAt, textAt, valueAt, type Fields } from "./fields.ts";
import { summedTemplate } from "./kind-asks.ts";
import { kindNamed, kindOf, SUSPENDABLE_KINDS, type SuspendableKind } from "./suspendable-kinds.ts";

/**
 * The Job that stands for an object of a suspendable kind wherever one is decided on, recorded and told of: its name, marks and
 * owner are the object's own, its status says the same in a Job's words, its template asks for as much as all the object's pods. A
 * Job stands for itself.
 */
export function standInOf(object: KubeObject, kind: SuspendableKind = kindOf(object)): Job {
  if (!kind.status) return object as Job;
  const { status: _, ...origin } = object;
  const fields = object as unknown as Fields;
  const spec = fieldsAt(object, "spec");
  return {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata: object.metadata,
    spec: {
      ...(valueAt(object, kind.suspend) === true && { suspend: true }),
      managedBy: textAt(spec, "managedBy"),
      template: summedTemplate(kind.asks?.(spec) ?? []),
    },
    status: kind.status(fields),
    origin,
  };
}

/** "namespace/name" of a Job, and of another kind "kind/namespace/name": a RayJob names a Job of its own after itself. */
export function jobKeyOf({ apiVersion, kind, metadata }: Pick<Job, "apiVersion" | "kind" | "metadata">) {
  const own = kindNamed({ apiVersion, kind });
  const name = `${metadata.namespace ?? ""}/${metadata.name}`;
  return own?.status ? `${own.kind}/${name}` : name;
}

/** What a record is of: it names no kind, and objects of two may have one name. */
export function recordedJob(
  jobs: ReadonlyMap<string, Job>,
  { jobUid, namespace, name }: { jobUid: string; namespace: string; name: string },
): Job | undefined {
  for (const { apiVersion, kind } of SUSPENDABLE_KINDS) {
    const job = jobs.get(jobKeyOf({ apiVersion, kind, metadata: { namespace, name } }));
    if (job?.metadata.uid === jobUid) return job;
  }
  return undefined;
}
