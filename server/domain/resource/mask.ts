import { isSecret, type ResourceKind } from "./kind.ts";

export const HIDDEN = "(hidden)";
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"; // holds the values once more

type Tree = Record<string, unknown>;

/** A Secret with the names of its values and not the values; any other object as it is. */
export function masked(kind: Pick<ResourceKind, "group" | "kind">, object: Tree): Tree {
  if (!isSecret(kind)) return object;
  const metadata = treeOf(object["metadata"]);
  const annotations = treeOf(metadata?.["annotations"]);
  return {
    ...object,
    ...hiddenIn(object, "data"),
    ...hiddenIn(object, "stringData"),
    ...(annotations && LAST_APPLIED in annotations
      ? { metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: HIDDEN } } }
      : {}),
  };
}

/** Whether what stands at this path of the kind is shown to nobody. */
export function isHidden(kind: Pick<ResourceKind, "group" | "kind">, path: string): boolean {
  return isSecret(kind) && (/^(data|stringData)\b/.test(path) || path.includes(LAST_APPLIED));
}

function hiddenIn(object: Tree, field: string): Tree {
  const values = treeOf(object[field]);
  if (!values) return {};
  return { [field]: Object.fromEntries(Object.keys(values).map((key) => [key, HIDDEN])) };
}

const treeOf = (value: unknown): Tree | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Tree) : undefined;
