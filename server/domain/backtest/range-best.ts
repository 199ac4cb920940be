/** The first of the lowest values in from..to, both included. */
export type RangeBest = (from: number, to: number) => number;

/**
 * For ranges that move forward, each value is looked at once, by a queue that keeps only what can still be the lowest. A range
 * that goes back is searched as it is.
 */
export function rangeBest(values: Float64Array): RangeBest {
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  let next = 0;
  let last = { from: 0, to: -1 };
  const valueAt = (index: number) => values[queue[index] ?? 0] ?? Infinity;

  function take(slot: number): void {
    while (tail > head && valueAt(tail - 1) > (values[slot] ?? Infinity)) tail -= 1;
    queue[tail++] = slot;
  }

  return (from, until) => {
    const to = Math.min(until, values.length - 1);
    if (from < last.from || to < last.to) return lowest(values, from, to);
    last = { from, to };
    if (next < from) {
      next = from;
      head = tail;
    }
    for (; next <= to; next++) take(next);
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
