import { downsample } from "#server/domain/carbon/downsample.ts";
import type { SeriesView, ZoneSeries } from "#server/domain/carbon/history-view.ts";
import type { Range } from "#server/domain/carbon/range.ts";
import { runsOf } from "#server/domain/carbon/runs.ts";
import { summarize } from "#server/domain/carbon/summary.ts";
import { HOUR_MS } from "#server/domain/clock.ts";

export const NOW = new Date("2026-08-25T05:12:00Z");
export const hour = (ahead: number) => new Date(Math.floor(+NOW / HOUR_MS + ahead) * HOUR_MS);

/** For tests: hourly readings up to now; null is a gap. */
export function seriesFixture(
  values: readonly (number | null)[],
  more: { zone?: string; most?: number } = {},
): ZoneSeries {
  const { zone = "DE", most = 1_200 } = more;
  const readings = values.flatMap((gramsPerKwh, index) =>
    gramsPerKwh === null ? [] : [{ startsAt: hour(index - values.length), stepMs: HOUR_MS, gramsPerKwh }],
  );
  const { runs, drawn, of, gapsJoined } = downsample(runsOf(readings), most);
  return {
    zone,
    name: zone,
    provenance: "recorded 2022, replayed",
    signalKind: "average",
    stepMs: readings.length > 0 ? HOUR_MS : null,
    firstAt: readings[0]?.startsAt ?? null,
    runs,
    drawn,
    readings: of,
    estimated: 0,
    gapsJoined,
    summary: summarize(readings),
    greenShare: null,
    foreseen: [],
  };
}

export const viewFixture = (zones: ZoneSeries[], range: Range = "week", hours = 168): SeriesView => ({
  from: hour(-hours),
  to: NOW,
  range,
  by: "reading",
  zones,
  line: null,
});
