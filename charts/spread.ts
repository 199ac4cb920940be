/** Moves positions apart, as little as it takes, so that neighbours are at least `apart` from one another. */
export function spread(positions: readonly number[], apart: number): number[] {
  const order = positions
    .map((_, index) => index)
    .toSorted((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const moved = [...positions];
  for (let pass = 0; pass < positions.length; pass++)
    for (let place = 1; place < order.length; place++) {
      const [upper, lower] = [order[place - 1] ?? 0, order[place] ?? 0];
      const missing = apart - ((moved[lower] ?? 0) - (moved[upper] ?? 0));
      if (missing <= 0) continue;
      moved[upper] = (moved[upper] ?? 0) - missing / 2;
      moved[lower] = (moved[lower] ?? 0) + missing / 2;
    }
  return moved;
}
