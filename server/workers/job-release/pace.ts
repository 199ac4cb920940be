import { filled, FULL, msUntilToken } from "#server/domain/job/token-bucket.ts";

/** So many a second of real time; undefined: no limit. The rate may turn at any moment. */
export function createPace(perSecondNow: () => number | undefined) {
  let bucket = FULL;
  return {
    /** 0: taken; else how long until there is one, ms. */
    take(): number {
      const perSecond = perSecondNow();
      if (perSecond === undefined) {
        bucket = FULL;
        return 0;
      }
      bucket = filled(bucket, perSecond, performance.now());
      const waitMs = msUntilToken(bucket, perSecond);
      if (waitMs === 0) bucket = { ...bucket, tokens: bucket.tokens - 1 };
      return waitMs;
    },
    giveBack(): void {
      bucket = { ...bucket, tokens: bucket.tokens + 1 };
    },
  };
}
