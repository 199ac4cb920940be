import type { Clock } from "#server/domain/clock.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { replayed, type Recording } from "#server/domain/carbon/replay.ts";
import { provenanceOf, signalKindOf } from "#server/domain/carbon/source-config.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import grids2022 from "./recorded/grids-2022.json" with { type: "json" };

const NAME = "recorded";
export const RECORDED_ZONES = grids2022.grids.map(({ zone, name }) => ({ zone, name }));

const recordings = new Map<string, Recording>(
  grids2022.grids.map(({ zone, days }) => [
    zone,
    {
      startsAt: Date.parse(grids2022.startsAt),
      stepMs: HOUR_MS,
      gramsPerKwh: days.flatMap((day) =>
        day.split(" ").map((grams) => (grams === "-" ? null : Number(grams))),
      ),
    },
  ]),
);

/** Two real US grids of 2022, hourly, without a network: what a bare machine shows. Gives no forecast: ours does. */
export function createRecorded({ clock }: { clock: Clock }): CarbonIntensitySource {
  return {
    name: NAME,
    signalKind: signalKindOf(NAME),
    provenance: provenanceOf(NAME, {}),
    async zones() {
      return RECORDED_ZONES;
    },
    async history(zone, range, signal) {
      signal.throwIfAborted();
      const recording = recordings.get(zone);
      if (!recording) throw unknownZone(zone);
      return replayed(recording, range, clock.now());
    },
    async forecast(zone, signal) {
      signal.throwIfAborted();
      if (!recordings.has(zone)) throw unknownZone(zone);
      return undefined;
    },
  };
}

function unknownZone(zone: string): SourceError {
  const known = RECORDED_ZONES.map((each) => `${each.zone} (${each.name})`).join(" and ");
  return new SourceError(NAME, `The recorded source has ${known}, not ${zone}.`);
}
