import { MINUTE_MS, type Clock } from "#server/domain/clock.ts";
import { HORIZON_MS } from "#server/domain/carbon/forecaster.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { provenanceOf, signalKindOf, type StaticConfig } from "#server/domain/carbon/source-config.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";

const NAME = "static";
const STEP_MS = 30 * MINUTE_MS;

/** Green hours by the clock, as people know them: the same every day in their time zone, and foreseen without error. */
export function createStatic(config: StaticConfig & { zone: string; clock: Clock }): CarbonIntensitySource {
  const { zone: own, clock } = config;
  const gramsAt = gramsByClock(config);
  const check = (zone: string, signal: AbortSignal) => {
    signal.throwIfAborted();
    if (zone !== own) throw new SourceError(NAME, `The clock is set for ${own}, not for ${zone}.`);
  };
  return {
    name: NAME,
    signalKind: signalKindOf(NAME),
    provenance: provenanceOf(NAME, {}),
    async zones() {
      return [{ zone: own, name: own }];
    },
    async history(zone, { from, to }, signal) {
      check(zone, signal);
      const until = Math.min(+to, +clock.now() - STEP_MS + 1);
      const readings: Intensity[] = [];
      for (let at = Math.ceil(+from / STEP_MS) * STEP_MS; at < until; at += STEP_MS) {
        readings.push({
          startsAt: new Date(at),
          stepMs: STEP_MS,
          gramsPerKwh: gramsAt(at),
          quality: "estimated",
        });
      }
      return readings;
    },
    async forecast(zone, signal) {
      check(zone, signal);
      const now = clock.now();
      const startsAt = Math.floor(+now / STEP_MS) * STEP_MS;
      return {
        generatedAt: now,
        startsAt: new Date(startsAt),
        stepMs: STEP_MS,
        gramsPerKwh: Array.from({ length: HORIZON_MS / STEP_MS }, (_, ahead) =>
          gramsAt(startsAt + ahead * STEP_MS),
        ),
        method: "clock",
      };
    },
  };
}

export function gramsByClock({
  opensAt,
  closesAt,
  timeZone,
  insideGramsPerKwh,
  outsideGramsPerKwh,
}: StaticConfig) {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (at: number) => {
    const time = clock.format(at);
    const after = time >= opensAt;
    const before = time < closesAt;
    const inside = opensAt < closesAt ? after && before : after || before;
    return inside ? insideGramsPerKwh : outsideGramsPerKwh;
  };
}
