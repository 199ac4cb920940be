/** Stands in an address where there is no namespace, or all of them. */
export const NO_NAMESPACE = "_";
export const FIRST_KIND = "pods";

export interface Place {
  kind: string;
  namespace: string | null;
  /** Null is the list. */
  name: string | null;
}

/** /clusters/lab/resources / pods / default / web-1 */
export function placeOf([kind, namespace, name]: readonly string[]): Place {
  return {
    kind: kind ?? FIRST_KIND,
    namespace: namespace === undefined || namespace === NO_NAMESPACE ? null : namespace,
    name: name ?? null,
  };
}

/** The address of a list, or of an object. `search` follows as it is. */
export function hrefOf(
  cluster: string,
  { kind, namespace, name }: Partial<Place> & { kind: string },
  search: Readonly<Record<string, string>> = {},
): string {
  const parts = [kind];
  if (name) parts.push(namespace ?? NO_NAMESPACE, name);
  else if (namespace) parts.push(namespace);
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== "")).toString();
  const path = `/clusters/${encodeURIComponent(cluster)}/resources/${parts.map(encodeURIComponent).join("/")}`;
  return query ? `${path}?${query}` : path;
}
