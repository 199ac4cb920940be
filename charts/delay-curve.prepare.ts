import { place, boxAround, type Label, type Place } from "./place.ts";
import { type Margin, valueScale, type ValueScale } from "./scale.ts";

export interface DelayPoint {
  delayHours: number;
  savingPercent: number;
}
/** A saving by longest wait, percent; points in order of their wait. */
export interface DelayModel {
  points: readonly DelayPoint[];
  /** What perfect foresight saves. */
  ideal?: readonly DelayPoint[];
  /** Where the draft stands; beside it, hollow, what is in force. */
  draft: DelayPoint;
  inForce: DelayPoint | undefined;
}

export const DELAY_HEIGHT = 196;
export const DELAY_MARGIN: Margin = { top: 18, right: 16, bottom: 34, left: 38 };
const LEAST_PERCENT = 10;
const FONT_PX = 12;
const NBSP = "\u00a0";

export interface DelayLayout {
  value: ValueScale;
  hours: { hours: number; x: number; text: string }[];
  line: string;
  ideal: string;
  draft: { x: number; y: number };
  inForce: { x: number; y: number } | null;
  labels: { draft: Label | null; inForce: Label | null; ideal: Label | null };
}

/** A loss is drawn at zero; the number beside it says it. */
export function layoutDelay(
  { points, ideal = [], draft, inForce }: DelayModel,
  width: number,
  say: (percent: number) => string,
): DelayLayout {
  const most = Math.max(LEAST_PERCENT, ...[...points, ...ideal].map(({ savingPercent }) => savingPercent));
  const value = valueScale(most, DELAY_HEIGHT, DELAY_MARGIN);
  const longest = Math.max(
    draft.delayHours,
    ...[...points, inForce ?? draft].map((point) => point.delayHours),
  );
  const right = width - DELAY_MARGIN.right;
  const x = (hours: number) =>
    DELAY_MARGIN.left + (hours / Math.max(1, longest)) * (right - DELAY_MARGIN.left);
  const at = ({ delayHours, savingPercent }: DelayPoint) => ({
    x: x(delayHours),
    y: value.y(Math.max(0, savingPercent)),
  });
  const path = (line: readonly DelayPoint[]) =>
    line
      .map(at)
      .map((point, index) => `${index ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`)
      .join("");
  const marks = { draft: at(draft), inForce: inForce ? at(inForce) : null };
  const taken = [marks.draft, ...(marks.inForce ? [marks.inForce] : [])].map((mark) =>
    boxAround(mark.x, mark.y, 7, 7),
  );
  const bounds = { left: DELAY_MARGIN.left, right: width, top: 0, bottom: value.bottom };
  const put = (text: string, places: readonly Place[]) => place(text, FONT_PX, places, taken, bounds);
  const end = ideal.at(-1);
  const labels = {
    draft: put(
      `${inForce ? "draft, " : ""}${hoursText(draft.delayHours)}, ${say(draft.savingPercent)}`,
      around(marks.draft),
    ),
    inForce:
      inForce && marks.inForce
        ? put(`in force, ${hoursText(inForce.delayHours)}`, around(marks.inForce))
        : null,
    ideal: end ? put("ideal, never reached", [{ x: right, y: at(end).y - 7, anchor: "end" }]) : null,
  };
  return {
    value,
    hours: ticksOf(longest).map((hours, index, all) => ({
      hours,
      x: x(hours),
      text: index === all.length - 1 ? hoursText(hours) : String(hours),
    })),
    line: path(points),
    ideal: path(ideal),
    ...marks,
    labels,
  };
}

/** Below the line before above it: the curve rises to the right. */
const around = ({ x, y }: { x: number; y: number }): Place[] => [
  { x: x + 10, y: y + 20, anchor: "start" },
  { x: x - 10, y: y + 24, anchor: "end" },
  { x: x + 10, y: y + 36, anchor: "start" },
  { x: x - 10, y: y + 40, anchor: "end" },
  { x: x + 11, y: y - 6, anchor: "start" },
  { x: x - 10, y: y - 10, anchor: "end" },
];

const hoursText = (hours: number): string => `${Math.round(hours * 10) / 10}${NBSP}h`;

function ticksOf(longest: number): number[] {
  const step = longest <= 12 ? 3 : longest <= 60 ? 12 : longest <= 120 ? 24 : 48;
  return Array.from({ length: Math.floor(longest / step) + 1 }, (_, index) => index * step);
}
