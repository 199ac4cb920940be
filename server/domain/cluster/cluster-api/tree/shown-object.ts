import type { KubeObject } from "../../../kubernetes.ts";

export const HIDDEN = "(hidden)";
/** Join tokens, passwords and the contents of files stand in bootstrap objects as they are. */
const SECRET_FIELDS =
  /(token|passwd|password|certificateKey|privateKey)$|^(content|secret|kubectl\.kubernetes\.io\/last-applied-configuration)$/i;

/** An object as people may see it: without managedFields, and without what would let somebody into the cluster. */
export function shownObject({ apiVersion, kind, metadata, ...body }: KubeObject): Record<string, unknown> {
  const { managedFields: _, ...kept } = metadata;
  return masked({ apiVersion, kind, metadata: kept, ...body }) as Record<string, unknown>;
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_FIELDS.test(key) && typeof inner === "string" ? HIDDEN : masked(inner),
    ]),
  );
}
