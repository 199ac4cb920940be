/** What shall not be asked again before an instant. Kept in memory: after a restart one question more is asked. */
export function createPauses() {
  const until = new Map<string, number>();
  return {
    set(key: string, at: Date): void {
      until.set(key, +at);
    },
    /** Milliseconds still to wait, 0 when it may be asked. */
    leftMs(key: string, now: Date): number {
      const left = (until.get(key) ?? 0) - +now;
      if (left <= 0) until.delete(key);
      return Math.max(0, left);
    },
  };
}
export type Pauses = ReturnType<typeof createPauses>;
