/** The first of the lowest values in from..to, both included. */
export type RangeBest = (from: number, to: number) => number;

/**
 * For ranges that move forward, each value is looked at once, by a queue that keeps only what can still be the lowest. A range
 * that goes back is searched as it is.
 */
export function rangeBest(values: Float64Array): RangeBest {
  const queue = new Int32Array(values.length);
  const queued = new Float64Array(values.length); // the values themselves, so that a look costs one step
  let head = 0;
  let tail = 0;
  let next = 0;
  let lastFrom = 0;
  let lastTo = -1;

  function takeUpTo(to: number): void {
    for (; next <= to; next++) {
      const value = values[next] ?? Infinity;
      while (tail > head && (queued[tail - 1] ?? 0) > value) tail -= 1;
      queued[tail] = value;
      queue[tail++] = next;
    }
  }

  return (from, until) => {
    const to = Math.min(until, values.length - 1);
    if (from < lastFrom || to < lastTo) return lowest(values, from, to);
    lastFrom = from;
    lastTo = to;
    if (next < from) {
      next = from;
      head = tail;
    }
    takeUpTo(to);
    while (head < tail - 1 && (queue[head] ?? 0) < from) head += 1;
    return head < tail ? Math.max(from, queue[head] ?? from) : from;
  };
}

function lowest(values: Float64Array, from: number, to: number): number {
  let best = from;
  for (let slot = from + 1; slot <= to; slot++)
    if ((values[slot] ?? Infinity) < (values[best] ?? Infinity)) best = slot;
  return best;
}
