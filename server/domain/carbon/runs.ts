import type { Intensity } from "./intensity.ts";

/** Readings without a gap between them, by columns: one number a reading travels light. Times are ms since the epoch. */
export interface Run {
  startsAt: number[];
  gramsPerKwh: number[];
  /** The end of its last slot. */
  endsAt: number;
}

export type Reading = Pick<Intensity, "startsAt" | "stepMs" | "gramsPerKwh">;

/** Readings in order of time as runs; where one does not begin as the one before it ends, a new run begins. */
export function runsOf(readings: readonly Reading[]): Run[] {
  const runs: Run[] = [];
  for (const { startsAt, stepMs, gramsPerKwh } of readings) {
    const last = runs.at(-1);
    const run = last && last.endsAt === +startsAt ? last : { startsAt: [], gramsPerKwh: [], endsAt: 0 };
    if (run !== last) runs.push(run);
    run.startsAt.push(+startsAt);
    run.gramsPerKwh.push(gramsPerKwh);
    run.endsAt = +startsAt + stepMs;
  }
  return runs;
}

export const lengthOf = (runs: readonly Run[]): number =>
  runs.reduce((sum, { startsAt }) => sum + startsAt.length, 0);
