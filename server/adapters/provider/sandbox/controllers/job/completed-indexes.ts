/** Numbers of "0,2-4"; an empty set for an empty text. */
export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const part of (text ?? "").split(",").filter(Boolean)) {
    const [first = Number.NaN, last = first] = part.split("-").map(Number);
    for (let index = first; index <= last; index += 1) indexes.add(index);
  }
  return indexes;
}

/** As the Job's status writes them: runs of three and more as "2-4", pairs as "2,3". */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const parts: string[] = [];
  let run: number[] = [];
  const close = (): void => {
    if (run.length > 2) parts.push(`${run[0]}-${run.at(-1)}`);
    else parts.push(...run.map(String));
    run = [];
  };
  for (const index of [...indexes].toSorted((a, b) => a - b)) {
    if (run.length > 0 && run.at(-1) !== index - 1) close();
    run.push(index);
  }
  close();
  return parts.join(",");
}
