import type { Intensity } from "../carbon/intensity.ts";
import { gramsOf } from "./power.ts";
import type { Stretch } from "./stretches.ts";

/**
 * Grams of a constant power from `from` to `to` by measured intensity, each slot at its own value. Null when a reading is missing
 * anywhere in between: an unknown hour is never a free one. `readings` in order of time.
 */
export function emissionsOf(
  readings: readonly Intensity[],
  from: Date,
  to: Date,
  watts: number,
): number | null {
  let covered = +from;
  let grams = 0;
  for (const { startsAt, stepMs, gramsPerKwh } of readings) {
    const endsAt = +startsAt + stepMs;
    if (endsAt <= covered) continue;
    if (+startsAt > covered || covered >= +to) break;
    const until = Math.min(endsAt, +to);
    grams += gramsOf(watts, until - covered, gramsPerKwh);
    covered = until;
  }
  return covered >= +to ? grams : null;
}

export interface Account {
  /** What the run emitted, as far as it is measured. */
  gramsMeasured: number | null;
  /** The same power for the same time, from the submission on. */
  gramsAtSubmission: number | null;
}

/**
 * A run beside the same run at its submission. One that goes on is counted up to the last reading. `earlier`: the stretches of an
 * interruptible Job that have ended; each counts at its own hours, and all of them at once at the submission.
 */
export function accountOf(
  readings: readonly Intensity[],
  run: {
    submittedAt: Date;
    startedAt: Date;
    finishedAt: Date | null;
    watts: number;
    earlier?: readonly Stretch[];
  },
  now: Date,
): Account {
  const last = readings.at(-1);
  const measuredUntil = last ? +last.startsAt + last.stepMs : -Infinity;
  const until = run.finishedAt ? +run.finishedAt : Math.min(+now, measuredUntil);
  if (until <= +run.startedAt) return { gramsMeasured: null, gramsAtSubmission: null };
  const stretches = [
    ...(run.earlier ?? []).map(({ from, to }) => ({ from, to: to ?? run.startedAt })),
    { from: run.startedAt, to: new Date(until) },
  ];
  const lengthMs = stretches.reduce((sum, { from, to }) => sum + (+to - +from), 0);
  const emitted = (from: Date, to: Date) => emissionsOf(readings, from, to, run.watts);
  return {
    gramsMeasured: stretches
      .map(({ from, to }) => emitted(from, to))
      .reduce((sum, grams) => (sum === null || grams === null ? null : sum + grams), 0),
    gramsAtSubmission: emitted(run.submittedAt, new Date(+run.submittedAt + lengthMs)),
  };
}
