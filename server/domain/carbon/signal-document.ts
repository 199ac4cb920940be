import { z } from "zod";
import type { Forecast } from "./forecast.ts";
import type { Intensity } from "./intensity.ts";

const MOST_SLOTS = 50_000;
const Instant = z.iso.datetime({ offset: true, error: "Give instants such as 2026-01-05T10:00:00Z." });
const StepSeconds = z
  .int({ error: "stepSeconds is a whole number of seconds." })
  .min(60, { error: "stepSeconds is from 60 to 86400." })
  .max(86_400, { error: "stepSeconds is from 60 to 86400." });
const Slots = z
  .array(
    z
      .number({ error: "gramsPerKwh holds numbers, and null where nothing is known." })
      .min(0, { error: "An intensity is 0 or more." })
      .max(5_000, { error: "An intensity is at most 5000 g/kWh." })
      .nullable(),
  )
  .max(MOST_SLOTS, { error: `gramsPerKwh has at most ${MOST_SLOTS} slots.` });

/** What a signal service answers: one zone in one document. docs/signal.md tells it to people. */
export const SignalDocument = z.object({
  zone: z.string().max(64).optional(),
  signal: z.enum(["average", "marginal"], { error: "signal is average or marginal." }).default("average"),
  provenance: z.string().max(200).optional(),
  /** Slots that are over, oldest first. */
  history: z.object({ startsAt: Instant, stepSeconds: StepSeconds, gramsPerKwh: Slots }),
  /** From the slot that holds now on. */
  forecast: z
    .object({
      generatedAt: Instant.optional(),
      startsAt: Instant,
      stepSeconds: StepSeconds,
      gramsPerKwh: Slots,
    })
    .optional(),
});
export type SignalDocument = z.infer<typeof SignalDocument>;

/** Readings of slots that were over at `now`; a slot without a value is absent. */
export function historyIn({ history }: SignalDocument, now: Date): Intensity[] {
  const stepMs = history.stepSeconds * 1_000;
  return history.gramsPerKwh.flatMap((gramsPerKwh, slot) => {
    const startsAt = new Date(Date.parse(history.startsAt) + slot * stepMs);
    return gramsPerKwh === null || +startsAt + stepMs > +now
      ? []
      : [{ startsAt, stepMs, gramsPerKwh, quality: "measured" as const }];
  });
}

export function forecastIn({ forecast }: SignalDocument, now: Date): Forecast | undefined {
  if (!forecast) return undefined;
  return {
    generatedAt: forecast.generatedAt ? new Date(forecast.generatedAt) : now,
    startsAt: new Date(forecast.startsAt),
    stepMs: forecast.stepSeconds * 1_000,
    gramsPerKwh: forecast.gramsPerKwh,
    method: "source",
  };
}
