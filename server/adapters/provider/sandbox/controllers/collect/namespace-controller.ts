import type { KubeCondition, KubeObject } from "#server/domain/kubernetes.ts";
import { turnCondition } from "../objects.ts";
import type { Controller, ControllerDeps } from "../runtime/controller.ts";
import { timestamp } from "../runtime/timestamp.ts";

interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] };
  status?: { phase?: string; conditions?: KubeCondition[] };
}
const LAST = "events"; // what is deleted before them writes some more

/** Empties a namespace that is being deleted, says what remains and why, and finalizes it when nothing does. */
export function namespaceController({ api, clock }: ControllerDeps): Controller {
  const contentOf = (namespace: string) =>
    api
      .kinds()
      .filter(({ namespaced }) => namespaced)
      .toSorted((a, b) => Number(a.plural === LAST) - Number(b.plural === LAST))
      .map(({ plural, group }) => ({ plural, group, objects: api.list(plural, namespace) }))
      .filter(({ objects }) => objects.length > 0);

  async function say(name: string, remaining: ReturnType<typeof contentOf>): Promise<void> {
    const next = remainingConditions(remaining);
    await api.updateStatus<Namespace>("namespaces", undefined, name, (namespace) => {
      const conditions = (namespace.status = { ...namespace.status, phase: "Terminating" }).conditions ?? [];
      for (const condition of next) turnCondition(conditions, condition, timestamp(clock.now()));
      namespace.status.conditions = conditions;
    });
  }

  return {
    name: "namespace-controller",
    *keysOf(plural, { object }) {
      if (plural === "namespaces") yield object.metadata.name;
      else if (object.metadata.deletionTimestamp && object.metadata.namespace)
        yield object.metadata.namespace;
    },
    allKeys: () => api.list("namespaces").map(({ metadata }) => metadata.name),
    async reconcile(name) {
      const namespace = api.get<Namespace>("namespaces", undefined, name);
      if (!namespace?.metadata.deletionTimestamp) return undefined;
      for (const { plural, objects } of contentOf(name)) {
        for (const { metadata } of objects) {
          if (!metadata.deletionTimestamp) await api.delete(plural, name, metadata.name, "Background");
        }
      }
      const remaining = contentOf(name);
      if (remaining.length === 0) {
        await api.update<Namespace>("namespaces", undefined, name, (newest) => {
          newest.spec = { ...newest.spec, finalizers: [] };
        });
        return undefined;
      }
      const said = remainingConditions(remaining);
      const known = namespace.status?.conditions ?? [];
      if (said.some(({ type, message }) => known.find((each) => each.type === type)?.message !== message))
        await say(name, remaining);
      return { requeueAfterMs: 5_000 };
    },
  };
}

function remainingConditions(
  remaining: { plural: string; group: string; objects: readonly KubeObject[] }[],
): KubeCondition[] {
  const counts = remaining.map(
    ({ plural, group, objects }) => `${plural}.${group} has ${objects.length} resource instances`,
  );
  const finalizers = new Map<string, number>();
  for (const { metadata } of remaining.flatMap(({ objects }) => objects)) {
    for (const finalizer of metadata.finalizers ?? [])
      finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  const held = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  return [
    {
      type: "NamespaceContentRemaining",
      status: "True",
      reason: "SomeResourcesRemain",
      message: `Some resources are remaining: ${counts.join(", ")}`,
    },
    held.length > 0
      ? {
          type: "NamespaceFinalizersRemaining",
          status: "True",
          reason: "SomeFinalizersRemain",
          message: `Some content in the namespace has finalizers remaining: ${held.join(", ")}`,
        }
      : {
          type: "NamespaceFinalizersRemaining",
          status: "False",
          reason: "ContentHasNoFinalizers",
          message: "All content-preserving finalizers finished",
        },
  ];
}
