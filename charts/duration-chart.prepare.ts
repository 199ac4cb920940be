import type { ProfileView } from "#server/domain/carbon/history-view.ts";
import { intensity, percent } from "./format.ts";

type Duration = Pick<ProfileView, "duration" | "limit" | "underLimit">;

export interface DurationRow {
  /** Of 0 to 100: this share of the hours is at or under. */
  percent: number;
  gramsPerKwh: number;
}

const TENTHS = [0, 10, 25, 50, 75, 90, 100];

/** The curve in seven rows. */
export function durationRows({ duration: { gramsPerKwh } }: Pick<ProfileView, "duration">): DurationRow[] {
  if (gramsPerKwh.length === 0) return [];
  return TENTHS.map((share) => ({
    percent: share,
    gramsPerKwh: gramsPerKwh[Math.round((share / 100) * (gramsPerKwh.length - 1))] ?? 0,
  }));
}

/** "Half of the hours are at or under 243 g/kWh; 41 % are within the limit of 220." */
export function durationSentence(profile: Duration): string {
  const middle = durationRows(profile).find((row) => row.percent === 50);
  if (!middle) return "Nothing was read yet.";
  const half = `Half of the hours are at or under ${intensity(middle.gramsPerKwh)}`;
  const { limit, underLimit } = profile;
  if (!limit || underLimit === null) return `${half}.`;
  return `${half}; ${percent(100 * underLimit)} are within the limit of ${Math.round(limit.gramsPerKwh)}, ${limit.policy}.`;
}
