import { HOUR_MS } from "../clock.ts";
import type { Forecast } from "../carbon/forecast.ts";
import type { Intensity } from "../carbon/intensity.ts";
import { emissionsOf } from "./account.ts";
import type { DecideInput } from "./decision.ts";

export interface Estimate {
  energyKwh: number;
  /** Of a run that starts now, by the forecast; null where the grid is not known for all of it. */
  grams: number | null;
  /** Of the same run, had it started at its submission: by what was measured since, then by the forecast. */
  gramsAtSubmission: number | null;
}

/** What is known of a run at the moment when it is let go. */
export function estimateOf({ job, signal, now }: DecideInput, watts: number): Estimate {
  const { durationMs, submittedAt } = job;
  const measured = [...(signal?.recent ?? []), ...(signal?.latest ? [signal.latest] : [])];
  const grid = [...measured, ...slotsOf(signal?.forecast)].toSorted((a, b) => +a.startsAt - +b.startsAt);
  const from = (start: Date) => emissionsOf(grid, start, new Date(+start + durationMs), watts);
  return {
    energyKwh: (watts / 1_000) * (durationMs / HOUR_MS),
    grams: from(now),
    gramsAtSubmission: from(submittedAt),
  };
}

const slotsOf = (forecast: Forecast | undefined): Intensity[] =>
  (forecast?.gramsPerKwh ?? []).flatMap((gramsPerKwh, slot) =>
    forecast && gramsPerKwh !== null
      ? [
          {
            startsAt: new Date(+forecast.startsAt + slot * forecast.stepMs),
            stepMs: forecast.stepMs,
            gramsPerKwh,
            quality: "estimated" as const,
          },
        ]
      : [],
  );
