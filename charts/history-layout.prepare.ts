import { clock, span } from "./format.ts";
import type { HistoryModel } from "./history-chart.prepare.ts";
import { type Box, type Label, place, type Place } from "./place.ts";
import { type Margin, timeScale, type TimeScale, valueScale, type ValueScale } from "./scale.ts";

export const HISTORY_MARGIN: Margin = { top: 34, right: 6, bottom: 30, left: 34 };
export const HISTORY_HEIGHT = 360;
const FONT = 12;

export type HistoryLabelKind = "strong" | "plain" | "quiet" | "window";

export interface HistoryLayout {
  time: TimeScale;
  value: ValueScale;
  labels: (Label & { kind: HistoryLabelKind })[];
}

/** Where everything stands, in px; a text that finds no free place stays away. */
export function layoutHistory(
  model: HistoryModel,
  now: Date,
  timeZone: string,
  width: number,
): HistoryLayout {
  const time = timeScale(model.from, model.to, width, HISTORY_MARGIN);
  const value = valueScale(model.largest, HISTORY_HEIGHT, HISTORY_MARGIN);
  const bounds: Box = { left: time.left, right: width, top: 0, bottom: value.bottom };
  const labels: HistoryLayout["labels"] = [];
  const taken: Box[] = lineBoxes(model, time, value);
  const write = (text: string, places: readonly Place[], kind: HistoryLabelKind = "plain") => {
    const label = place(text, FONT, places, taken, bounds);
    if (label) labels.push({ ...label, kind });
  };
  const nowX = time.x(now);
  write(
    `now, ${clock(now, timeZone)}`,
    [
      { x: nowX - 7, y: value.top - 8, anchor: "end" },
      { x: nowX + 7, y: value.top - 8, anchor: "start" },
    ],
    "strong",
  );
  for (const { opensAt, closesAt, from, to } of model.windows) {
    const hours = opensAt <= now ? "open" : clock(opensAt, timeZone);
    write(
      `${hours} to ${clock(closesAt, timeZone)}`,
      [
        { x: time.x(from), y: value.top - 8, anchor: "start" },
        { x: time.x(to), y: value.top - 8, anchor: "end" },
        { x: time.right, y: value.top - 8, anchor: "end" },
        { x: time.right, y: value.top - 22, anchor: "end" },
      ],
      "window",
    );
  }
  taken.push({ left: nowX - 4, right: nowX + 4, top: value.top - 16, bottom: value.bottom });
  const { limit } = model;
  if (limit) {
    const y = value.y(limit.gramsPerKwh);
    const text = `limit ${Math.round(limit.gramsPerKwh)}, ${limit.policy}`;
    write(text, [
      ...across(time, y - 6),
      ...across(time, y + 15),
      { x: time.left + 4, y: value.top - 8, anchor: "start" },
    ]);
  }
  if (model.forecast.length > 0)
    write(model.band.length > 0 ? "forecast, 8 in 10 outcomes" : "forecast", [
      { x: nowX + 8, y: value.bottom - 10, anchor: "start" },
      { x: time.right, y: value.bottom - 10, anchor: "end" },
      { x: nowX - 9, y: value.bottom - 10, anchor: "end" },
    ]);
  for (const gap of model.gaps) {
    const middle = (time.x(gap.from) + time.x(gap.to)) / 2;
    const text =
      time.x(gap.to) - time.x(gap.from) > 130 ? `no reading for ${span(gap.to - gap.from)}` : "no reading";
    write(text, [{ x: middle, y: value.bottom - 11, anchor: "middle" }], "quiet");
  }
  return { time, value, labels };
}

function across(time: TimeScale, y: number): Place[] {
  const steps = Math.floor((time.right - time.left) / 24);
  return Array.from({ length: steps }, (_, index) => ({ x: time.left + 6 + index * 24, y, anchor: "start" }));
}

const CLEAR = 3;

/** The lines as boxes, a few px wide, that no text may touch: between two points a line is anywhere between their heights. */
function lineBoxes(model: HistoryModel, time: TimeScale, value: ValueScale): Box[] {
  return [...model.measured, ...model.forecast, ...model.foreseen].flatMap(
    ({ startsAt, gramsPerKwh, endsAt }) =>
      startsAt.map((at, index) => {
        const [here, next] = [gramsPerKwh[index] ?? 0, gramsPerKwh[index + 1] ?? gramsPerKwh[index] ?? 0];
        return {
          left: time.x(at),
          right: time.x(startsAt[index + 1] ?? endsAt),
          top: value.y(Math.max(here, next)) - CLEAR,
          bottom: value.y(Math.min(here, next)) + CLEAR,
        };
      }),
  );
}
