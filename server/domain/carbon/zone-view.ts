import { isStale, RECENT_MS, type CarbonSignal } from "./signal.ts";
import { speakerOf, zoneFailureOf, type ZoneSource } from "./speaker.ts";
import type { ZoneView } from "./view.ts";
import { greenWindows } from "./window.ts";

/** A zone as it is set up, without the series that a person uploaded. */
export interface ZoneSetting {
  zone: string;
  name: string;
  /** In order: the first that answers speaks. All of one signal kind. */
  sources: readonly ZoneSource[];
  lastPolledAt: Date | null;
  /** The oldest instant that its history was asked for; null until the first answer. */
  backfilledTo: Date | null;
}

export interface ZoneViewInput {
  setting: ZoneSetting;
  signal: CarbonSignal;
  limit: ZoneView["limit"];
  errorPercent: number | null;
  now: Date;
}

export function zoneView({ setting, signal, limit, errorPercent, now }: ZoneViewInput): ZoneView {
  return {
    zone: setting.zone,
    name: setting.name,
    source: speakerOf(setting.sources)?.source ?? "",
    provenance: signal.provenance,
    signalKind: signal.kind,
    latest: signal.latest ?? null,
    stale: signal.latest !== undefined && isStale(signal.latest, now),
    recent: signal.recent.filter(({ startsAt }) => +startsAt >= +now - RECENT_MS),
    forecast: signal.forecast ?? null,
    windows: signal.forecast ? greenWindows(signal.forecast, limit?.gramsPerKwh, now) : [],
    limit,
    errorPercent: errorPercent === null ? null : Math.round(errorPercent * 10) / 10,
    failure: zoneFailureOf(setting.sources),
  };
}
