/** Time is an argument. `rate` is simulated seconds a real second: 1 in life, 600 in the demo; real sleeps are divided by it. */
export interface Clock {
  readonly rate: number;
  now(): Date;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
