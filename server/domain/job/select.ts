/** The value that would stand at `rank` were the first `count` values in order; moves them about. NaN beyond them. */
export function select(values: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const [right, left] = partition(values, low, high);
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return rank < count ? (values[rank] ?? Number.NaN) : Number.NaN;
}

/** Moves the lower values to the front: up to the first index given back they are no higher than those from the second on. */
function partition(values: Float64Array, low: number, high: number): [number, number] {
  const pivot = values[(low + high) >> 1] ?? Number.NaN;
  let left = low;
  let right = high;
  while (left <= right) {
    while ((values[left] ?? Infinity) < pivot) left += 1;
    while ((values[right] ?? -Infinity) > pivot) right -= 1;
    if (left <= right) swap(values, left++, right--);
  }
  return [right, left];
}

function swap(values: Float64Array, a: number, b: number): void {
  const value = values[a] ?? Number.NaN;
  values[a] = values[b] ?? Number.NaN;
  values[b] = value;
}
