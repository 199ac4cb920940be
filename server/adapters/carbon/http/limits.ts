import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";

export interface Limit {
  requests: number;
  perMs: number;
  /** "30 times an hour", for the sentence. */
  words: string;
}

const aMinute = (requests: number): Limit => ({
  requests,
  perMs: MINUTE_MS,
  words: `${requests} times a minute`,
});
const aboutFiveMinutes = (requests: number): Limit => ({
  requests,
  perMs: 5 * MINUTE_MS,
  words: `${requests.toLocaleString("en-GB")} times in 5 min`,
});
const anHour = (requests: number): Limit => ({
  requests,
  perMs: HOUR_MS,
  words: `${requests.toLocaleString("en-GB")} times an hour`,
});

/**
 * What each API documents; where it documents nothing, what is polite. Each process keeps to them on its own: a
 * provider that counts a console and a worker together says so with 429, and its pause is kept as well.
 */
export const LIMITS = {
  "uk-carbon-intensity": aMinute(60),
  "energy-charts": aMinute(30),
  energinet: aMinute(20),
  /** Without a key of one's own: shared by all who do so from one address. */
  "eia-demo": anHour(30),
  eia: anHour(1_000),
  "electricity-maps": aMinute(30),
  watttime: aboutFiveMinutes(3_000),
  "watttime-login": aboutFiveMinutes(100),
  entsoe: aMinute(400),
  "carbon-aware-sdk": aMinute(60),
  "http-signal": aMinute(60),
  "noaa-weather": aMinute(30),
} as const satisfies Readonly<Record<string, Limit>>;
export type LimitName = keyof typeof LIMITS;
