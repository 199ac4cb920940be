/** What tells one cluster from another. */
export interface ClusterMark {
  /** Of the namespace kube-system, which lives as long as its cluster; null where it is not known. */
  uid: string | null;
  /** Null where no address is known to lead to it. */
  server: string | null;
}

/**
 * Why other credentials lead to another cluster than `name`, as a sentence; null where they lead to it as far as can be told. `verb` is
 * how a cluster of that kind is made known here.
 */
export function whyAnotherCluster(
  name: string,
  known: ClusterMark,
  next: ClusterMark,
  verb: "Import" | "Connect" = "Import",
): string | null {
  if (known.uid !== null && next.uid !== null) {
    if (known.uid === next.uid) return null;
    return `${next.server} is another cluster than ${name}: the uid of its kube-system namespace is ${next.uid}, that of ${name} is ${known.uid}. ${verb} it under a name of its own.`;
  }
  if (known.server === null || known.server === next.server) return null;
  return `Whether ${next.server} is the same cluster as ${name} cannot be told: the uid of a kube-system namespace could not be read. Give a kubeconfig that leads to ${known.server}, or one that may get that namespace.`;
}
