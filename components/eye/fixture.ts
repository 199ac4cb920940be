import type { Forecast } from "#server/domain/carbon/forecast.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { greenWindows } from "#server/domain/carbon/window.ts";
import { HOUR_MS } from "#server/domain/clock.ts";

export const NOW = new Date("2026-08-25T05:12:00Z");

/** For tests: a zone whose newest reading began 12 minutes ago; `null` in `past` is a gap. */
export function zoneFixture(
  past: readonly (number | null)[],
  ahead: readonly (number | null)[],
  more: Partial<ZoneView> & { stepMs?: number; limitGrams?: number } = {},
): ZoneView {
  const { stepMs = HOUR_MS, limitGrams, ...rest } = more;
  const newest = Math.floor(+NOW / stepMs) * stepMs;
  const recent = past.flatMap((gramsPerKwh, index): Intensity[] => {
    const startsAt = new Date(newest - (past.length - 1 - index) * stepMs);
    return gramsPerKwh === null ? [] : [{ startsAt, stepMs, gramsPerKwh, quality: "measured" }];
  });
  const forecast: Forecast | null =
    ahead.length === 0
      ? null
      : {
          generatedAt: new Date(newest - 7 * HOUR_MS),
          startsAt: new Date(newest + stepMs),
          stepMs,
          gramsPerKwh: ahead,
          method: "seasonal-naive",
        };
  return {
    zone: "DE",
    name: "Germany",
    source: "replay",
    provenance: "replay, hourly means",
    signalKind: "average",
    latest: recent.at(-1) ?? null,
    stale: false,
    recent,
    forecast,
    windows: forecast ? greenWindows(forecast, limitGrams, NOW) : [],
    limit: limitGrams === undefined ? null : { gramsPerKwh: limitGrams, policy: "overnight-batch" },
    errorPercent: null,
    failure: null,
    ...rest,
  };
}
