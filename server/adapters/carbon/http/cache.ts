import type { Clock } from "#server/domain/clock.ts";

export interface Kept {
  status: number;
  body: unknown;
  bytes: number;
  receivedAt: Date;
}

const MOST_BYTES = 32_000_000;

/** Answers by key, the newest of each; the oldest go when there are more than 32 MB of them. */
export function createAnswerCache(clock: Clock) {
  const kept = new Map<string, Kept>();
  let bytes = 0;

  const forget = (key: string) => {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    /** One that is at most this old. */
    find(key: string, mostMs: number): Kept | undefined {
      const answer = kept.get(key);
      const ageMs = answer && +clock.now() - +answer.receivedAt;
      return ageMs !== undefined && ageMs >= 0 && ageMs < mostMs ? answer : undefined;
    },
    keep(key: string, answer: Kept): void {
      forget(key);
      kept.set(key, answer);
      bytes += answer.bytes;
      for (const oldest of kept.keys()) {
        if (bytes <= MOST_BYTES) break;
        forget(oldest);
      }
    },
  };
}
