import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";

export const keyOf = ({ name, namespace }: ClusterClassView): string => `${namespace}/${name}`;
export const isUsable = ({ problem }: ClusterClassView): boolean => problem === null;

const GONE = "It is not there any more.";

/** The classes as they are now. One that broke or went keeps what it offered before, so that a form on it stands on. */
export function keepOffered(
  before: readonly ClusterClassView[],
  now: readonly ClusterClassView[],
): ClusterClassView[] {
  if (now.length === 0) return [...before]; // then the management cluster itself has a fault, which is told of it
  const kept = before.map((was) => {
    const is = now.find((each) => keyOf(each) === keyOf(was));
    if (is && isUsable(is)) return is;
    return { ...was, problem: is?.problem ?? GONE };
  });
  const known = new Set(kept.map(keyOf));
  return [...kept, ...now.filter((each) => !known.has(keyOf(each)))];
}
