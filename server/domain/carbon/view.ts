import type { Forecast } from "./forecast.ts";
import type { Intensity, SignalKind } from "./intensity.ts";
import type { GreenWindow } from "./window.ts";

/** The limit of the policy that names one for a zone. */
export interface ZoneLimit {
  gramsPerKwh: number;
  policy: string;
}
export interface ZoneRelease {
  at: Date;
  count: number;
  planned: boolean;
}

/** What the rail, the Eye and the carbon page read of a zone. */
export interface ZoneView {
  zone: string;
  name: string;
  source: string;
  provenance: string;
  signalKind: SignalKind;
  latest: Intensity | null;
  /** Too old to decide by. */
  stale: boolean;
  /** How late its source always is; absent where it is on time. */
  latenessMs?: number | undefined;
  /** The last 48 h in order of time, gaps absent. */
  recent: Intensity[];
  forecast: Forecast | null;
  windows: GreenWindow[];
  /** The limit drawn as a ring: of the policy that names one for this zone. */
  limit: ZoneLimit | null;
  /** Mean absolute error of our forecasts over the trailing days, as a share of the measured mean; null until known. */
  errorPercent: number | null;
  /** The last poll that failed, until one succeeds. */
  failure: { at: Date; message: string } | null;
  /** Since when the weather of its place cannot be read; absent while it can, or without a place. */
  weatherFailure?: { at: Date; message: string } | null;
}

export interface ZoneDetail extends ZoneView {
  /** As it was forecast, for the past part of the chart: the newest vintage known before each slot. */
  pastForecast: { startsAt: Date; gramsPerKwh: number }[];
  releases: ZoneRelease[];
}
