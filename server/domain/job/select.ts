/** The value that would stand at `rank` were the first `count` values in order; moves them about. NaN beyond them. */
export function select(values: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? Number.NaN;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? Infinity) < pivot) left += 1;
      while ((values[right] ?? -Infinity) > pivot) right -= 1;
      if (left <= right) swap(values, left++, right--);
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return rank < count ? (values[rank] ?? Number.NaN) : Number.NaN;
}

function swap(values: Float64Array, a: number, b: number): void {
  const value = values[a] ?? Number.NaN;
  values[a] = values[b] ?? Number.NaN;
  values[b] = value;
}
