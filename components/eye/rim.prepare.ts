import { clock } from "#charts/format.ts";
import { localHours } from "#charts/hours.ts";
import { point } from "#charts/polar.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { degreesOf, type RimArc } from "./eye.prepare.ts";

export interface Tick {
  degrees: number;
  major: boolean;
}
export interface RimLabel {
  x: number;
  /** Of the baseline. */
  y: number;
  text: string;
  strong: boolean;
}
interface Placed extends RimLabel {
  degrees: number;
}

const RIM = 152;
const CLEAR = 7;
const NOW_BASELINE = -165;
/** A label may be turned this far from its hour to make room; further would lie about the hour. */
const MOST_TURN = 14;
/** A plain hour this near the end of a window only clutters it: an hour and a half. */
const CROWDED = 22.5;

/** A tick at each full hour of the viewer, longer at 0, 6, 12 and 18. */
export function hourTicks(now: Date, timeZone: string): Tick[] {
  return fullHours(now, timeZone).map(({ degrees, hour }) => ({ degrees, major: hour % 6 === 0 }));
}

const fullHours = (now: Date, timeZone: string): { degrees: number; hour: number }[] =>
  localHours(now, new Date(+now + DAY_MS), timeZone).map(({ at, hour }) => ({
    degrees: degreesOf(at, now),
    hour,
  }));

/** Now at the top, an hour at both ends of every window, and each third hour where there is room. No two overlap. */
export function rimLabels(
  windows: readonly RimArc[],
  now: Date,
  timeZone: string,
  fontSize: number,
): RimLabel[] {
  const place = (degrees: number, text: string, strong: boolean, outward = 0): Placed => ({
    degrees,
    ...besideRim(degrees, text, fontSize, outward),
    text,
    strong,
  });
  const top: Placed = { degrees: 0, x: 0, y: NOW_BASELINE, text: clock(now, timeZone), strong: true };
  const placed = [top];
  const ends = windowEnds(windows, now);
  for (const end of ends) {
    const text = hourText(end.at, timeZone);
    const free = [0, 1, 2]
      .flatMap((line) => turns().map((turn) => place(end.degrees + turn, text, true, line * fontSize)))
      .find((label) => isFree(label, placed, fontSize));
    if (free) placed.push(free);
  }
  for (const { degrees, hour } of fullHours(now, timeZone)) {
    if (hour % 3 !== 0 || ends.some((end) => Math.abs(end.degrees - degrees) < CROWDED)) continue;
    const label = place(degrees, String(hour).padStart(2, "0"), false);
    if (isFree(label, placed, fontSize)) placed.push(label);
  }
  return placed.map(({ x, y, text, strong }) => ({ x, y, text, strong }));
}

function windowEnds(windows: readonly RimArc[], now: Date): { at: Date; degrees: number }[] {
  return windows
    .flatMap(({ opens, closes }) => [opens, closes])
    .filter((at) => at !== null)
    .map((at) => ({ at, degrees: degreesOf(at, now) }));
}

/** Of a label on its own line: no turn first, then a little to either side, then more. */
const turns = (): number[] =>
  Array.from({ length: MOST_TURN * 2 + 1 }, (_, step) => Math.ceil(step / 2) * (step % 2 === 0 ? 1 : -1));

/** "11" at the full hour, "11:30" between. */
function hourText(at: Date, timeZone: string): string {
  const text = clock(at, timeZone);
  return text.endsWith(":00") ? text.slice(0, 2) : text;
}

/** Half the width and height of a label, from Geist's tabular figures. */
const half = (text: string, fontSize: number) => ({ x: text.length * 0.31 * fontSize, y: 0.36 * fontSize });

function besideRim(
  degrees: number,
  text: string,
  fontSize: number,
  outward: number,
): { x: number; y: number } {
  const { x, y } = half(text, fontSize);
  const radians = (degrees * Math.PI) / 180;
  const reach = Math.abs(Math.sin(radians)) * x + Math.abs(Math.cos(radians)) * y;
  const centre = point(RIM + CLEAR + reach + outward, degrees);
  return { x: centre.x, y: Math.round((centre.y + y) * 100) / 100 };
}

function isFree(label: Placed, placed: readonly Placed[], fontSize: number): boolean {
  const a = half(label.text, fontSize);
  return placed.every((other) => {
    const b = half(other.text, fontSize);
    return (
      Math.abs(label.x - other.x) > a.x + b.x + 0.35 * fontSize ||
      Math.abs(label.y - other.y) > a.y + b.y + 0.25 * fontSize
    );
  });
}
