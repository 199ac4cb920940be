import type { SeriesView } from "#server/domain/carbon/history-view.ts";
import { RANGE_WORDS } from "#server/domain/carbon/range.ts";
import type { Run } from "#server/domain/carbon/runs.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { intensity } from "./format.ts";
import { highestOf } from "./run-path.ts";
import { type Margin, timeScale, type TimeScale, valueScale, type ValueScale } from "./scale.ts";
import { spread } from "./spread.ts";

export const COMPARE_MARGIN: Margin = { top: 22, right: 132, bottom: 30, left: 34 };
export const COMPARE_HEIGHT = 380;
const LABEL_PX = 17;

/** Told apart without a hue, which belongs to grams: by weight, by grey, by dash. None of them is a forecast, and the chart says so. */
export const STROKES: readonly { stroke: string; width: number; dash?: string }[] = [
  { stroke: "var(--ink)", width: 2.25 },
  { stroke: "var(--ink-3)", width: 2.25 },
  { stroke: "var(--ink)", width: 1 },
  { stroke: "var(--ink)", width: 1.75, dash: "8 4" },
  { stroke: "var(--ink-3)", width: 1.75, dash: "2 3" },
  { stroke: "var(--ink)", width: 1.75, dash: "12 3 2 3" },
];

export interface CompareLine {
  zone: string;
  label: string;
  runs: Run[];
  whole: boolean;
  stroke: (typeof STROKES)[number];
  /** Of the newest reading, if any: where the label stands. */
  last: { at: number; value: number } | null;
}

export interface CompareModel {
  from: Date;
  to: Date;
  lines: CompareLine[];
  line: SeriesView["line"];
  largest: number;
}

const EMPTY_LARGEST = 400;

/** Up to six zones on one axis. `labelOf` gives a zone's short name. */
export function prepareCompare(view: SeriesView, labelOf: (zone: string) => string): CompareModel {
  const firsts = view.zones.flatMap(({ firstAt }) => firstAt ?? []);
  const begins = Math.max(+view.from, Math.min(+view.to - HOUR_MS, ...firsts.map(Number)));
  const largest = highestOf(view.zones.flatMap(({ runs }) => runs));
  return {
    from: new Date(begins),
    to: view.to,
    line: view.line,
    largest: largest > 0 ? largest : EMPTY_LARGEST,
    lines: view.zones.map(({ zone, runs, drawn, readings }, index) => ({
      zone,
      label: labelOf(zone),
      runs,
      whole: view.by === "day" || drawn === readings,
      stroke: STROKES[index % STROKES.length] ?? { stroke: "var(--ink)", width: 1 },
      last: lastOf(runs),
    })),
  };
}

function lastOf(runs: readonly Run[]): CompareLine["last"] {
  const run = runs.at(-1);
  const value = run?.gramsPerKwh.at(-1);
  return run && value !== undefined ? { at: run.endsAt, value } : null;
}

export interface CompareLayout {
  time: TimeScale;
  value: ValueScale;
  ends: (CompareLine & { x: number; y: number; textY: number; grams: number })[];
}

/** The names stand at the ends of the lines, moved apart where they would cover one another. */
export function layoutCompare(model: CompareModel, width: number): CompareLayout {
  const time = timeScale(model.from, model.to, width, COMPARE_MARGIN);
  const value = valueScale(model.largest, COMPARE_HEIGHT, COMPARE_MARGIN);
  const known = model.lines.flatMap((line) =>
    line.last
      ? [{ ...line, x: time.x(line.last.at), y: value.y(line.last.value), grams: line.last.value }]
      : [],
  );
  const apart = spread(
    known.map(({ y }) => y),
    LABEL_PX,
  );
  return { time, value, ends: known.map((line, index) => ({ ...line, textY: apart[index] ?? line.y })) };
}

/** What the chart says to whoever does not see it. */
export function compareSentence(view: SeriesView): string {
  const means = view.zones
    .flatMap(({ zone, summary }) => (summary ? [{ zone, mean: summary.mean }] : []))
    .toSorted((a, b) => a.mean - b.mean)
    .map(({ zone, mean }) => `${zone} ${intensity(mean)}`);
  const silent = view.zones.filter(({ summary }) => !summary).map(({ zone }) => zone);
  const unread = silent.length > 0 ? ` No reading of ${silent.join(", ")}.` : "";
  const said = means.length > 0 ? `on average ${means.join(", ")}.` : "nothing was read.";
  return `Carbon intensity over the last ${RANGE_WORDS[view.range]}, cleanest first: ${said}${unread}`;
}

/** How the lines were drawn, zone by zone. */
export function compareDrawnWords({ zones, by }: Pick<SeriesView, "zones" | "by">): string {
  const number = new Intl.NumberFormat("en-GB");
  if (by === "day") {
    const read = zones.reduce((sum, { readings }) => sum + readings, 0);
    return `Means of UTC days, of ${number.format(read)} readings in all; the CSV has every one. Nothing here is forecast.`;
  }
  const fewer = zones.filter(({ drawn, readings }) => drawn < readings);
  if (fewer.length === 0) return "All readings are drawn. Nothing here is forecast.";
  const counts = fewer.map(
    ({ zone, drawn, readings }) =>
      `${number.format(drawn)} of ${number.format(readings)} readings of ${zone}`,
  );
  return `Drawn by LTTB: ${counts.join(", ")}. Nothing here is forecast.`;
}
