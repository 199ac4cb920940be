import type { ZoneSeries } from "#server/domain/carbon/history-view.ts";
import type { Range } from "#server/domain/carbon/range.ts";
import { RANGE_WORDS } from "#server/domain/carbon/range.ts";
import type { Run } from "#server/domain/carbon/runs.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { aheadOf } from "./ahead.ts";
import { counted, intensity, span, when } from "./format.ts";
import { highestOf, runsOfSlots } from "./run-path.ts";
import { type BandSlot, gapsOf, type Stretch } from "./slots.ts";

export interface HistoryInput {
  series: ZoneSeries;
  from: Date;
  range: Range;
  /** For what is ahead: the forecast, its windows and the limit. */
  zone: Pick<ZoneView, "latest" | "forecast" | "windows" | "limit">;
}

export interface HistoryWindow extends Stretch {
  opensAt: Date;
  closesAt: Date;
}

export interface HistoryModel {
  from: Date;
  to: Date;
  measured: Run[];
  /** One point a reading, so drawn in steps; else chosen by LTTB. */
  whole: boolean;
  foreseen: Run[];
  forecast: Run[];
  band: BandSlot[];
  windows: HistoryWindow[];
  gaps: Stretch[];
  limit: ZoneView["limit"];
  largest: number;
}

const AHEAD_MS: Record<Range, number> = { "3d": DAY_MS, week: 2 * DAY_MS, month: 2 * DAY_MS, year: 0 };
const EMPTY_LARGEST = 400;
/** A shorter gap breaks the line but is too narrow to be marked. */
const GAP_OF_RANGE = 1 / 1_000;

/** A long look back, as far as there are readings, and what is ahead where there is room for it. */
export function prepareHistory({ series, from, range, zone }: HistoryInput, now: Date): HistoryModel {
  const begins = Math.min(+now - HOUR_MS, Math.max(+from, +(series.firstAt ?? from)));
  const to = +now + AHEAD_MS[range];
  const { slots, band } = aheadOf(zone, +now, to);
  const forecast = runsOfSlots(slots);
  const read = series.runs.map(({ startsAt, endsAt }) => ({ from: startsAt[0] ?? endsAt, to: endsAt }));
  const stepMs = series.stepMs ?? HOUR_MS;
  const largest = Math.max(
    zone.limit?.gramsPerKwh ?? 0,
    highestOf([...series.runs, ...series.foreseen, ...forecast]),
    ...band.map(({ high }) => high),
  );
  return {
    from: new Date(begins),
    to: new Date(to),
    measured: series.runs,
    whole: series.drawn === series.readings,
    foreseen: series.foreseen,
    forecast,
    band,
    windows: zone.windows
      .map(({ opensAt, closesAt }) => ({
        opensAt,
        closesAt,
        from: Math.max(+now, +opensAt),
        to: Math.min(to, +closesAt),
      }))
      .filter((window) => window.to > window.from),
    gaps: gapsOf(read, begins, +now, Math.max(stepMs, GAP_OF_RANGE * (+now - begins))),
    limit: zone.limit,
    largest: largest > 0 ? largest : EMPTY_LARGEST,
  };
}

/** What the chart says to whoever does not see it. */
export function historySentence(
  name: string,
  series: ZoneSeries,
  range: Range,
  now: Date,
  timeZone: string,
): string {
  const { summary } = series;
  if (!summary) return `Carbon intensity of ${name}: no reading in the last ${RANGE_WORDS[range]}.`;
  const { mean, lowest, highest } = summary;
  const at = (instant: Date) => when(instant, now, timeZone);
  return `Carbon intensity of ${name} over the last ${RANGE_WORDS[range]}: ${intensity(mean)} on average, lowest ${intensity(lowest.gramsPerKwh)} at ${at(lowest.at)}, highest ${intensity(highest.gramsPerKwh)} at ${at(highest.at)}.`;
}

const whole = new Intl.NumberFormat("en-GB");

/** How it was drawn, in words: by which method, out of how many readings, and how far back they go. */
export function drawnWords(
  { drawn, readings, firstAt, gapsJoined }: ZoneSeries,
  from: Date,
  now: Date,
  timeZone: string,
): string {
  if (readings === 0) return "No reading is kept for this range.";
  const by =
    drawn === readings
      ? `All ${whole.format(readings)} readings are drawn.`
      : `Drawn by LTTB: ${whole.format(drawn)} of ${whole.format(readings)} readings; the table and the CSV have all.`;
  const joined =
    gapsJoined > 0
      ? ` ${counted(gapsJoined, "gap")} too short to be seen at this width ${gapsJoined === 1 ? "is" : "are"} drawn over.`
      : "";
  const late = firstAt && +firstAt - +from > DAY_MS;
  const since = late
    ? ` Readings go back ${span(+now - +firstAt)}, to ${when(firstAt, now, timeZone)}: the rest of the range is not known.`
    : "";
  return `${by}${joined}${since}`;
}

/** The same of the overlay; nothing where it was not asked for. */
export function foreseenWords({ foreseen }: ZoneSeries, overlay: boolean): string {
  if (!overlay) return "";
  return foreseen.length > 0
    ? "Dotted: as it was forecast once a day; forecasts are kept 60\u00a0days."
    : "No forecast is kept of this range: none was made yet, or it is older than 60\u00a0days.";
}
