/** A time without a break in which a Job ran. */
export interface Stretch {
  from: Date;
  /** Null: until its end, or it runs still. */
  to: Date | null;
}
export interface Turn {
  at: Date;
  released: boolean;
}

/** When a Job ran, by the decisions on it, oldest first: from each release to the next decision that it waits. */
export function stretchesOf(turns: readonly Turn[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { at, released } of turns) {
    const last = stretches.at(-1);
    const runs = last !== undefined && last.to === null;
    if (released && !runs) stretches.push({ from: at, to: null });
    if (!released && runs) last.to = at;
  }
  return stretches;
}

/** How long it had run before `at`. */
export const ranBefore = (turns: readonly Turn[], at: Date): number =>
  stretchesOf(turns.filter((turn) => turn.at < at)).reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(+(to ?? at), +at) - +from),
    0,
  );
