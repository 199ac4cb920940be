import type { ProfileView } from "#server/domain/carbon/history-view.ts";
import { counted, intensity } from "./format.ts";
import { rampColor } from "./ramp.ts";

export const HEAT_LEFT = 44;
const CELL_HEIGHT = 11;
const TOP = 4;
export const HEAT_BOTTOM = TOP + 24 * CELL_HEIGHT;
/** Nobody tells 5 g apart by colour, and ninety paths are drawn at once where nine thousand squares are not. */
const SHADE_GRAMS = 5;
/** Narrower cells touch one another. */
const LEAST_APART_PX = 5;
const WIDEST_PX = 26;

export interface HeatLayout {
  cellWidth: number;
  /** One path a shade. */
  shades: { color: string; d: string }[];
  /** A short dash in each hour that was not read. */
  missing: string;
  days: { x: number; text: string }[];
  x: (day: number) => number;
  /** The day and the hour under a point; undefined beside the map. */
  at: (x: number, y: number) => { day: number; hour: number } | undefined;
}

const formatDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** "25 Aug" of "2026-08-25" */
export const shortDay = (date: string): string => formatDay.format(new Date(`${date}T00:00:00Z`));

const isMonday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() === 1;
const LABEL_PX = 58;
const LABEL_ROOM_PX = 40;

/** Hours downwards, days to the right, one colour a shade. */
export function layoutHeat({ days }: Pick<ProfileView, "days">, width: number): HeatLayout {
  const cellWidth = Math.min(WIDEST_PX, (width - HEAT_LEFT) / Math.max(1, days.length));
  const apart = cellWidth >= LEAST_APART_PX ? 1 : 0;
  const x = (day: number) => HEAT_LEFT + day * cellWidth;
  const paths = new Map<string, string[]>();
  const missing: string[] = [];
  days.forEach(({ hours }, day) => {
    hours.forEach((cell, hour) => {
      if (cell === "outside") return;
      const [left, top] = [Math.round(x(day)), TOP + hour * CELL_HEIGHT];
      if (cell === null) {
        missing.push(
          `M${(x(day) + cellWidth / 2 - Math.min(2.4, cellWidth / 3)).toFixed(1)} ${top + CELL_HEIGHT / 2}h${Math.min(4.8, (2 * cellWidth) / 3).toFixed(1)}`,
        );
        return;
      }
      const color = rampColor(Math.round(cell / SHADE_GRAMS) * SHADE_GRAMS);
      const parts = paths.get(color) ?? [];
      const [right, down] = [Math.round(x(day + 1)) - left - apart, CELL_HEIGHT - apart]; // whole pixels leave no seams
      parts.push(`M${left} ${top}h${right}v${down}h-${right}z`);
      paths.set(color, parts);
    });
  });
  return {
    cellWidth,
    shades: [...paths].map(([color, parts]) => ({ color, d: parts.join("") })),
    missing: missing.join(""),
    days: dayLabels(days, x).filter((label) => width - label.x > LABEL_ROOM_PX),
    x,
    at: (px, py) => {
      const [day, hour] = [Math.floor((px - HEAT_LEFT) / cellWidth), Math.floor((py - TOP) / CELL_HEIGHT)];
      return day >= 0 && day < days.length && hour >= 0 && hour < 24 ? { day, hour } : undefined;
    },
  };
}

/** Mondays, or fewer of them where they would touch. */
function dayLabels(days: ProfileView["days"], x: (day: number) => number): HeatLayout["days"] {
  const labels: HeatLayout["days"] = [];
  days.forEach(({ date }, day) => {
    const last = labels.at(-1);
    if (isMonday(date) && (!last || x(day) - last.x >= LABEL_PX))
      labels.push({ x: x(day), text: shortDay(date) });
  });
  return labels;
}

export const hourY = (hour: number): number => TOP + hour * CELL_HEIGHT + 9;
export const cellTop = (hour: number): number => TOP + hour * CELL_HEIGHT;
export const CELL_PX = CELL_HEIGHT;

const clockHour = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** "14:00 is the cleanest hour on average, 186 g/kWh; 22:00 is the dirtiest, 316 g/kWh." */
export function heatSentence({ byHour, days }: Pick<ProfileView, "byHour" | "days">): string {
  const known = byHour
    .flatMap((grams, hour) => (grams === null ? [] : [{ grams, hour }]))
    .toSorted((a, b) => a.grams - b.grams);
  const [cleanest, dirtiest] = [known[0], known.at(-1)];
  if (!cleanest || !dirtiest || days.length === 0) return "Nothing was read yet.";
  return `${clockHour(cleanest.hour)} is the cleanest hour on average, ${intensity(cleanest.grams)}; ${clockHour(dirtiest.hour)} is the dirtiest, ${intensity(dirtiest.grams)}.`;
}

/** "35 days, 840 hours read, 3 hours without a reading." */
export function heatWords(
  { days, hoursRead, hoursMissing }: Pick<ProfileView, "days" | "hoursRead" | "hoursMissing">,
  asked: number,
): string {
  const read = `${counted(days.length, "day")}, ${hoursRead.toLocaleString("en-GB")}\u00a0hours read`;
  const gaps =
    hoursMissing > 0
      ? `; ${counted(hoursMissing, "hour")} without a reading ${hoursMissing === 1 ? "is" : "are"} left blank`
      : ", no gap";
  const short =
    days.length < asked ? ` There are no readings before ${days[0] ? shortDay(days[0].date) : "now"}.` : "";
  return `${read}${gaps}.${short}`;
}
