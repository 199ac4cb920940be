import { DAY_MS, type Clock } from "#server/domain/clock.ts";
import { parseIntensityCsv } from "#server/domain/carbon/csv.ts";
import type { Forecast } from "#server/domain/carbon/forecast.ts";
import { gridAfter, replayed, slotAt, type Recording } from "#server/domain/carbon/replay.ts";
import { provenanceOf, signalKindOf } from "#server/domain/carbon/source-config.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";

const NAME = "replay";

interface Options {
  csv: string;
  file: string;
  zone: string;
  clock: Clock;
}

/**
 * A person's own file, shifted to now by n x 364 days. A forecast column is known a day ahead; without one our
 * forecaster foresees. @throws DomainError with the line at which the file cannot be read
 */
export function createReplay({ csv, file, zone: own, clock }: Options): CarbonIntensitySource {
  const series = parseIntensityCsv(csv);
  const recording: Recording = { ...series, startsAt: +series.startsAt };
  const foreseen: Recording | undefined = series.forecast && { ...recording, gramsPerKwh: series.forecast };

  const check = (zone: string, signal: AbortSignal) => {
    signal.throwIfAborted();
    if (zone !== own) throw new SourceError(NAME, `${file} is replayed as ${own}, not as ${zone}.`);
  };
  const checkCovers = (now: Date) => {
    const slot = slotAt(recording, +now);
    if (slot >= 0) return;
    const span = `${day(series.startsAt)} to ${day(new Date(+series.startsAt + series.gramsPerKwh.length * series.stepMs))}`;
    const asked = new Date(+series.startsAt + slot * series.stepMs);
    throw new SourceError(
      NAME,
      `${file} has nothing for now. It covers ${span}; today is replayed from ${day(asked)}, a whole number of 52 weeks ago.`,
    );
  };

  return {
    name: NAME,
    signalKind: signalKindOf(NAME),
    provenance: provenanceOf(NAME, { file }),
    async zones() {
      return [{ zone: own, name: own }];
    },
    async history(zone, range, signal) {
      check(zone, signal);
      const now = clock.now();
      checkCovers(now);
      return replayed(recording, range, now);
    },
    async forecast(zone, signal) {
      check(zone, signal);
      const now = clock.now();
      checkCovers(now);
      return foreseen && dayAhead(foreseen, now);
    },
  };
}

/** The forecast column from the slot that holds now, 24 h ahead: it stands for a day-ahead forecast, which knows no more. */
function dayAhead(recording: Recording, now: Date): Forecast | undefined {
  const { stepMs, gramsPerKwh } = recording;
  const startsAt = gridAfter(recording, +now - stepMs + 1);
  const values = Array.from(
    { length: DAY_MS / stepMs },
    (_, ahead) => gramsPerKwh[slotAt(recording, startsAt + ahead * stepMs)] ?? null,
  );
  if (values.every((value) => value === null)) return undefined;
  return {
    generatedAt: now,
    startsAt: new Date(startsAt),
    stepMs,
    gramsPerKwh: values,
    method: "forecast column",
  };
}

const day = (date: Date) => date.toISOString().slice(0, 10);
