import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { MEMORY_MS } from "#server/domain/carbon/forecaster.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import type { Pauses } from "./pauses.ts";

/** A year, and what its seasonal comparison needs. */
export const HISTORY_MS = 400 * DAY_MS;
const RANGE_MS = 14 * DAY_MS; // the longest that the narrowest source takes
const BATCH_MS = 100 * DAY_MS;
const BATCH_ROWS = 10_000; // of a file by the minute a batch is a week
const REFUSED_PAUSE_MS = DAY_MS;
const WITHOUT_NETWORK: readonly string[] = ["recorded", "replay", "static"];

interface BackfillDeps {
  carbon: CarbonRepo;
  pauses: Pauses;
}

/**
 * Brings a zone's past in, newest first: all of it from a source that needs no network, else one range a pass. Ends for
 * good at 400 days or where the source has nothing; then a pass costs nothing. True when readings came.
 */
export async function backfillZone(
  { carbon, pauses }: BackfillDeps,
  { zone, backfilledTo }: Pick<ZoneSetting, "zone" | "backfilledTo">,
  { source, stepMs }: { source: CarbonIntensitySource; stepMs: number },
  now: Date,
  signal: AbortSignal,
): Promise<boolean> {
  const target = +now - HISTORY_MS;
  const local = WITHOUT_NETWORK.includes(source.name);
  const rangeMs = local ? Math.min(BATCH_MS, BATCH_ROWS * stepMs) : RANGE_MS;
  const pauseKey = `backfill ${zone}`;
  let to = +(backfilledTo ?? new Date(+now - MEMORY_MS));
  if (to <= target || pauses.leftMs(pauseKey, now) > 0) return false;
  const until = local ? target : Math.max(target, to - rangeMs);
  let added = 0;
  try {
    while (to > until) {
      const from = Math.max(target, to - rangeMs);
      const range = { from: new Date(from), to: new Date(to) };
      const readings = await source.history(zone, range, signal);
      added += await carbon.saveReadings({ zone, kind: source.signalKind }, source.name, readings, now);
      to = !local && readings.length === 0 ? target : from;
      await carbon.noteBackfill(zone, new Date(to));
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    // what is current does not depend on it: the past is asked for again another day
    pauses.set(pauseKey, new Date(+now + REFUSED_PAUSE_MS));
  }
  return added > 0;
}
