import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import type { Forecast } from "#server/domain/carbon/forecast.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { SourceSetting, ZoneKey } from "#server/domain/carbon/source-config.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import { intensityWords, spanWords, utcTime } from "#server/domain/job/words.ts";
import { checkedSource } from "./zone-setting.ts";

export const TestSource = z.object({ zone: ZoneKey }).and(SourceSetting);
export type TestSource = z.infer<typeof TestSource>;

export interface SourceTrial {
  latest: Intensity | null;
  /** Readings of the last 24 h. */
  count: number;
  message: string;
}

const PATIENCE_MS = 20_000;

/** Asks the source and shows its real answer, also when that is a refusal. Saves nothing. */
export async function testSource(app: App, { zone, ...setting }: TestSource): Promise<SourceTrial> {
  authorise(app.actor, "administer", "test a carbon source");
  const source = await checkedSource(app, zone, setting);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const now = app.clock.now();
  try {
    const readings = await source.history(zone, { from: new Date(+now - DAY_MS), to: now }, signal);
    const forecast = await source.forecast(zone, signal);
    const latest = readings.at(-1) ?? null;
    return {
      latest,
      count: readings.length,
      message: [readingWords(readings, latest), forecastWords(forecast), source.standIn?.()]
        .filter((sentence) => sentence !== undefined)
        .join(" "),
    };
  } catch (error) {
    if (signal.aborted)
      return { latest: null, count: 0, message: `No answer came within ${PATIENCE_MS / 1_000} s.` };
    if (error instanceof SourceError) return { latest: null, count: 0, message: error.message };
    throw error;
  }
}

function readingWords(readings: readonly Intensity[], latest: Intensity | null): string {
  if (!latest) return "It has no reading of the last 24 h.";
  return `It has ${readings.length} readings of the last 24 h, the newest ${intensityWords(latest.gramsPerKwh)} at ${utcTime(latest.startsAt)}.`;
}

const forecastWords = (forecast: Forecast | undefined) =>
  forecast
    ? `It foresees ${spanWords(forecast.gramsPerKwh.length * forecast.stepMs)}.`
    : "It gives no forecast; ours is made from its readings.";
