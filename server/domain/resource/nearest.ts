const MOST_EDITS = 2;

/** The name that was probably meant: the same but for its case, or for one or two letters. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const ranked = names
    .map((name) => ({ name, edits: editsBetween(wanted, name.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  const [first] = ranked;
  return first && first.edits <= Math.min(MOST_EDITS, Math.floor(typed.length / 3)) ? first.name : undefined;
}

/** Letters put in, left out or changed (Levenshtein). */
function editsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return MOST_EDITS + 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const changed = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
