/** A Job that may start and waits for its turn. */
export interface InLine {
  /** "namespace/name" */
  key: string;
  latestStart: Date;
  /** What it takes of the power cap while it runs; undefined where the cap has no say. */
  watts: number | undefined;
}

/** Whoever must start earliest goes first; among equals the order of their names, so that it is the same after a restart. */
const isBefore = (a: InLine, b: InLine): boolean =>
  +a.latestStart === +b.latestStart ? a.key < b.key : +a.latestStart < +b.latestStart;

export type ReleaseLine = ReturnType<typeof createReleaseLine>;

/** Jobs in the order of their latest starts, each at most once. */
export function createReleaseLine() {
  const ordered: InLine[] = []; // the last goes first, so that taking the first moves nothing
  const byKey = new Map<string, InLine>();

  function placeOf(one: InLine): number {
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = ordered[middle];
      if (there && isBefore(one, there)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function remove(key: string): void {
    const present = byKey.get(key);
    if (!present) return;
    byKey.delete(key);
    ordered.splice(placeOf(present), 1);
  }

  return {
    /** Takes its place; what stood there under this key goes. */
    put(one: InLine): void {
      remove(one.key);
      byKey.set(one.key, one);
      ordered.splice(placeOf(one), 0, one);
    },
    remove,
    first: (): InLine | undefined => ordered.at(-1),
    /** The first in line, where `one` is not it and comes after it. */
    aheadOf(one: InLine): InLine | undefined {
      const first = ordered.at(-1);
      return first && first.key !== one.key && isBefore(first, one) ? first : undefined;
    },
    has: (key: string): boolean => byKey.has(key),
    get size(): number {
      return ordered.length;
    },
  };
}
