import type { CarbonRepo, Series } from "#server/adapters/db/carbon.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { forecastError } from "#server/domain/carbon/forecast-error.ts";
import { MEMORY_MS } from "#server/domain/carbon/forecaster.ts";
import { foresee, type Foreseen } from "#server/domain/carbon/foresee.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { onOneStep } from "#server/domain/carbon/one-step.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";

/** Asked again, since a source fills its gaps late. */
const OVERLAP_MS = 6 * HOUR_MS;
const TRACK_RECORD_MS = 7 * DAY_MS;

export interface Polled {
  newest: Intensity | undefined;
  /** A reading or a vintage that was not there before. */
  changed: boolean;
  /** The newest that this source gave; undefined where it has nothing of the last hours. */
  given: Intensity | undefined;
}

/** Brings a zone's readings and its newest vintage up to `now`. Does nothing when run again. @throws SourceError */
export async function pollZone(
  carbon: CarbonRepo,
  zone: string,
  source: CarbonIntensitySource,
  now: Date,
  signal: AbortSignal,
): Promise<Polled> {
  const series: Series = { zone, kind: source.signalKind };
  const before = await carbon.newestReading(series, now);
  const own = before && (await carbon.newestReading(series, now, source.name));
  const from = new Date(Math.max(+now - MEMORY_MS, before ? +before.startsAt - OVERLAP_MS : 0));
  const fetched = await source.history(zone, { from, to: now }, signal);
  const kept = fetched.filter(({ startsAt }) => +startsAt >= keptFrom(before, own));
  const added = await carbon.saveReadings(series, source.name, kept, now);
  const newest = added > 0 ? await carbon.newestReading(series, now) : before;
  const foreseen = await renewForecast(carbon, series, source, newest, now, signal);
  return { newest, changed: added > 0 || foreseen, given: fetched.at(-1) };
}

/** Over what another source gave nothing is kept: slots of two steps would lie on one another. */
function keptFrom(newest: Intensity | undefined, own: Intensity | undefined): number {
  if (!newest || (own && +own.startsAt >= +newest.startsAt)) return -Infinity;
  return +newest.startsAt + newest.stepMs;
}

/** One vintage a new reading, not a poll. True when there is a new one. */
async function renewForecast(
  carbon: CarbonRepo,
  series: Series,
  source: CarbonIntensitySource,
  newest: Intensity | undefined,
  now: Date,
  signal: AbortSignal,
): Promise<boolean> {
  if (!newest) return false;
  const known = await carbon.forecastKnownAt(series, now);
  if (known && +known.forecast.generatedAt >= +newest.startsAt + newest.stepMs) return false;
  const foreseen =
    (await askSource(carbon, series, source, now, signal)) ?? (await foreseeOurselves(carbon, series, now));
  if (!foreseen) return false;
  if (known && +foreseen.forecast.generatedAt <= +known.forecast.generatedAt) return false; // an earlier answer stands in
  await carbon.saveForecast(series, source.name, foreseen);
  const newDay = Math.floor(+now / DAY_MS) !== Math.floor(+(known?.forecast.generatedAt ?? now) / DAY_MS);
  if (newDay) await carbon.prune(now);
  return true;
}

async function askSource(
  carbon: CarbonRepo,
  series: Series,
  source: CarbonIntensitySource,
  now: Date,
  signal: AbortSignal,
): Promise<Foreseen | undefined> {
  const forecast = await source.forecast(series.zone, signal);
  if (!forecast) return undefined;
  const past = { from: new Date(+now - TRACK_RECORD_MS), to: now };
  const vintages = await carbon.vintages(series, past, HOUR_MS);
  return { forecast, errorPercent: forecastError(vintages, await carbon.readings(series, past)) };
}

async function foreseeOurselves(
  carbon: CarbonRepo,
  series: Series,
  now: Date,
): Promise<Foreseen | undefined> {
  const readings = await carbon.readings(series, { from: new Date(+now - MEMORY_MS), to: now });
  return foresee(onOneStep(readings), now);
}
