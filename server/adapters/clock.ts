import type { Clock } from "#server/domain/clock.ts";

export const systemClock: Clock = { rate: 1, now: () => new Date() };

/** A clock that runs `rate` times as fast from `startsAt`; every process with the same three values shows the same time. */
export function scaledClock({ startsAt, rate, epoch }: { startsAt: Date; rate: number; epoch: Date }): Clock {
  return { rate, now: () => new Date(+startsAt + (Date.now() - +epoch) * rate) };
}
