import { stringify } from "yaml";
import { getObject, type Tree } from "#server/adapters/kubernetes/resource.ts";
import { readKinds } from "#server/adapters/kubernetes/resource-kinds.ts";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { isSimulated } from "#server/domain/cluster/provider-words.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import { editableOf } from "#server/domain/resource/edit.ts";
import { groupOf, hasLogs, type ResourceKind } from "#server/domain/resource/kind.ts";
import { masked } from "#server/domain/resource/mask.ts";
import { selectorText } from "#server/domain/resource/selector.ts";
import type { ObjectView, OwnerLink } from "#server/domain/resource/view.ts";
import { kindIn, nameOf, type ObjectTarget, placeOf, told } from "./target.ts";

/** One object, as YAML and as what a page needs of it. */
export async function getResource(app: App, target: ObjectTarget): Promise<ObjectView> {
  authorise(app.actor, "read", "see the objects of clusters");
  const { cluster, kube, kind, signal } = await kindIn(app, target);
  const place = placeOf(kind, target);
  return told(
    cluster,
    async () => {
      const object = masked(kind, await getObject(kube, kind, place, signal));
      const { kinds } = await readKinds(kube, signal);
      return { ...viewOf(kind, object, kinds), simulated: isSimulated(cluster.provider) };
    },
    nameOf(kind, place),
  );
}

function viewOf(kind: ResourceKind, object: Tree, kinds: readonly ResourceKind[]) {
  const { metadata } = object as unknown as KubeObject;
  return {
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? null,
    uid: metadata.uid ?? "",
    createdAt: dateOf(metadata.creationTimestamp),
    deletingSince: dateOf(metadata.deletionTimestamp),
    finalizers: metadata.finalizers ?? [],
    labels: metadata.labels ?? {},
    owners: ownersOf(metadata, kinds),
    podSelector: hasLogs(kind) && kind.id !== "pods" ? (podSelectorOf(object) ?? null) : null,
    containers: kind.id === "pods" ? containersOf(object) : [],
    yaml: yamlOf(withoutManaged(object)),
    editable: yamlOf(editableOf(object)),
  };
}

interface Named {
  name: string;
}
/** Those that were put beside it later too; init containers have ended. */
function containersOf(object: Tree): string[] {
  const spec = (object["spec"] ?? {}) as { containers?: Named[]; ephemeralContainers?: Named[] };
  return [...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])].map(({ name }) => name);
}

/** Of a workload: its pods. A ReplicationController's selector is a plain map. */
export function podSelectorOf(object: Tree): string | undefined {
  const { selector } = (object["spec"] ?? {}) as { selector?: Tree };
  if (selector && !("matchLabels" in selector) && !("matchExpressions" in selector))
    return selectorText({ matchLabels: selector });
  return selectorText(selector);
}

function ownersOf({ ownerReferences, namespace }: KubeObject["metadata"], kinds: readonly ResourceKind[]) {
  return (ownerReferences ?? []).map(({ apiVersion, kind, name }): OwnerLink => {
    const found = kinds.find((each) => each.kind === kind && each.group === groupOf(apiVersion));
    return {
      kind,
      name,
      kindId: found?.id ?? null,
      namespace: found?.namespaced ? (namespace ?? null) : null,
    };
  });
}

function withoutManaged(object: Tree): Tree {
  const { managedFields: _, ...metadata } = (object["metadata"] ?? {}) as Tree;
  const { apiVersion, kind, ...body } = object;
  return { apiVersion, kind, ...body, metadata };
}

const yamlOf = (object: Tree): string => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
const dateOf = (text: string | undefined): Date | null => (text ? new Date(text) : null);
