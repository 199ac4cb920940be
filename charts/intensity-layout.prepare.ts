import { clock, span } from "./format.ts";
import type { IntensitySeries } from "./intensity-chart.prepare.ts";
import { type Anchor, type Box, boxAround, boxOf, type Label, place, type Place } from "./place.ts";
import { type Margin, timeScale, type TimeScale, valueScale, type ValueScale } from "./scale.ts";
import type { Slot } from "./slots.ts";

export const MARGIN: Margin = { top: 34, right: 4, bottom: 46, left: 34 };
export const HEIGHT = 372;

export type LabelKind = "now" | "window" | "line" | "limit" | "quiet" | "note";
export interface KindedLabel extends Label {
  kind: LabelKind;
}
export interface ReleaseMark {
  x: number;
  y: number;
  count: number;
  planned: boolean;
}
export interface IntensityLayout {
  time: TimeScale;
  value: ValueScale;
  labels: KindedLabel[];
  releases: ReleaseMark[];
}

const FONT = 12;
const MERGE_PX = 11;
const LINE_CLEAR = 4;

/** Where everything stands, in px. Texts look for a free place and stay away rather than collide. */
export function layoutIntensity(
  series: IntensitySeries,
  now: Date,
  timeZone: string,
  width: number,
): IntensityLayout {
  const time = timeScale(series.from, series.to, width, MARGIN);
  const value = valueScale(series.largest, HEIGHT, MARGIN);
  const bounds: Box = { left: MARGIN.left, right: width, top: 0, bottom: value.bottom };
  const releases = releaseMarks(series, time, value);
  const nowX = time.x(now);
  const labels: KindedLabel[] = [];
  const taken: Box[] = [
    { left: nowX - 5, right: nowX + 5, top: value.top - 16, bottom: value.bottom },
    ...[series.measured, series.forecast, series.pastForecast].flatMap((slots) =>
      lineBoxes(slots, time, value),
    ),
    ...releases.map(({ x, y }) => boxAround(x, y - 16, 8, 16)),
  ];
  const write = (kind: LabelKind, text: string, places: readonly Place[]) => {
    const label = place(text, FONT, places, taken, bounds);
    if (label) labels.push({ ...label, kind });
    return label !== null;
  };

  write("now", `now, ${clock(now, timeZone)}`, [
    { x: nowX - 7, y: value.top - 8, anchor: "end" },
    { x: nowX + 7, y: value.top - 8, anchor: "start" },
  ]);
  writeWindows(series, now, timeZone, time, value, write);
  const limit = series.limit;
  if (limit) {
    const y = value.y(limit.value);
    const text = `limit ${Math.round(limit.value)}, ${limit.policy}`;
    write("limit", text, limitPlaces(nowX, y, time));
    taken.push({ left: time.left, right: time.right, top: y - 2, bottom: y + 2 });
  }
  write(
    "line",
    "measured",
    along(series.measured, time, value, nowX - (time.right - time.left) / 6, "middle"),
  );
  const outcomes = series.band.length > 0;
  const top = series.band.map((slot) => ({ ...slot, value: slot.high }));
  const aheadPlaces = [
    ...along(outcomes ? top : series.forecast, time, value, nowX + 120, "middle", [-10, -26]),
    ...along(series.forecast, time, value, nowX + 120, "middle", [22, 34]),
  ];
  if (!write("line", outcomes ? "forecast, with 8 in 10 outcomes" : "forecast", aheadPlaces))
    write("line", "forecast", aheadPlaces);
  writeJobs(releases, time, value, write);
  write("quiet", "as it was forecast", along(series.pastForecast, time, value, time.left + 150, "middle"));
  for (const gap of series.gaps) {
    const middle = (time.x(gap.from) + time.x(gap.to)) / 2;
    const long = time.x(gap.to) - time.x(gap.from) > 130;
    const text = long ? `no reading for ${span(gap.to - gap.from)}` : "no reading";
    write("quiet", text, [
      { x: middle, y: value.bottom - 11, anchor: "middle" },
      { x: middle, y: value.bottom - 26, anchor: "middle" },
    ]);
  }
  return { time, value, labels, releases };
}

type Write = (kind: LabelKind, text: string, places: readonly Place[]) => boolean;

function writeWindows(
  series: IntensitySeries,
  now: Date,
  timeZone: string,
  time: TimeScale,
  { top }: ValueScale,
  write: Write,
) {
  series.windows.forEach(({ opensAt, closesAt, from, to }, index) => {
    const hours =
      opensAt <= now
        ? `open to ${clock(closesAt, timeZone)}`
        : `${clock(opensAt, timeZone)} to ${clock(closesAt, timeZone)}`;
    const texts = index === 0 && opensAt > now ? [`window ${hours}`, hours] : [hours];
    const [left, right] = [time.x(from), time.x(to)];
    const beside: Place[] = [
      { x: opensAt <= now ? left + 7 : left, y: top - 8, anchor: "start" },
      { x: right, y: top - 8, anchor: "end" },
      { x: (left + right) / 2, y: top - 8, anchor: "middle" },
      { x: left + 6, y: top + 16, anchor: "start" },
      { x: left + 6, y: top + 32, anchor: "start" },
      { x: time.right, y: top + 16, anchor: "end" },
    ];
    if (!texts.some((text) => write("window", text, beside.slice(0, 3))))
      texts.some((text) => write("window", text, beside));
  });
}

function writeJobs(marks: readonly ReleaseMark[], time: TimeScale, value: ValueScale, write: Write) {
  const jobs = (planned: boolean) => {
    const some = marks.filter((mark) => mark.planned === planned);
    const count = some.reduce((sum, mark) => sum + mark.count, 0);
    const middle = some.reduce((sum, mark) => sum + mark.x, 0) / Math.max(1, some.length);
    return { count, middle, highest: Math.min(...some.map((mark) => mark.y)), first: some[0]?.x ?? 0 };
  };
  const started = jobs(false);
  if (started.count > 0)
    write("note", started.count === 1 ? "1 Job started" : `${started.count} Jobs started`, [
      { x: started.middle, y: started.highest - 36, anchor: "middle" },
      { x: started.middle, y: started.highest - 52, anchor: "middle" },
      { x: started.middle, y: value.bottom - 20, anchor: "middle" },
    ]);
  const planned = jobs(true);
  if (planned.count > 0)
    write("note", planned.count === 1 ? "1 Job planned" : `${planned.count} Jobs planned`, [
      ...[44, 60, 28, 76].map((up): Place => ({
        x: planned.first + 8,
        y: value.bottom - up,
        anchor: "start",
      })),
      { x: planned.middle, y: planned.highest - 36, anchor: "middle" },
      { x: time.right - 8, y: value.bottom - 20, anchor: "end" },
    ]);
}

/** Triangles, one where several would touch; they point at the line, or at the axis where no value is known. */
function releaseMarks(series: IntensitySeries, time: TimeScale, value: ValueScale): ReleaseMark[] {
  const marks: ReleaseMark[] = [];
  for (const release of series.releases.toSorted((a, b) => a.at - b.at)) {
    const x = time.x(release.at);
    const last = marks.at(-1);
    if (last && last.planned === release.planned && x - last.x < MERGE_PX) {
      last.count += release.count;
      continue;
    }
    const y = release.value === null ? value.bottom : value.y(release.value);
    marks.push({ x, y, count: release.count, planned: release.planned });
  }
  return marks;
}

/** Places above and below a line, nearest to `preferred` first. */
function along(
  slots: readonly Slot[],
  time: TimeScale,
  value: ValueScale,
  preferred: number,
  anchor: Anchor,
  offsets: readonly number[] = [-12, 22, -26, 34],
): Place[] {
  return slots
    .map((slot) => ({ x: (time.x(slot.from) + time.x(slot.to)) / 2, y: value.y(slot.value) }))
    .toSorted((a, b) => Math.abs(a.x - preferred) - Math.abs(b.x - preferred))
    .flatMap(({ x, y }) => offsets.map((offset) => ({ x, y: y + offset, anchor })));
}

function limitPlaces(nowX: number, y: number, time: TimeScale): Place[] {
  const steps = Array.from({ length: 40 }, (_, index) => nowX - 12 - index * 20).filter((x) => x > time.left);
  const before = steps.flatMap((x): Place[] => [
    { x, y: y + 15, anchor: "end" },
    { x, y: y - 6, anchor: "end" },
  ]);
  return [
    ...before,
    { x: time.right - 4, y: y - 6, anchor: "end" },
    { x: time.right - 4, y: y + 15, anchor: "end" },
  ];
}

/** The line as boxes that no text may touch. */
function lineBoxes(slots: readonly Slot[], time: TimeScale, value: ValueScale): Box[] {
  return slots.flatMap((slot, index) => {
    const y = value.y(slot.value);
    const flat: Box = {
      left: time.x(slot.from),
      right: time.x(slot.to),
      top: y - LINE_CLEAR,
      bottom: y + LINE_CLEAR,
    };
    const next = slots[index + 1];
    if (!next || next.from !== slot.to) return [flat];
    const nextY = value.y(next.value);
    const riser: Box = {
      left: flat.right - 3,
      right: flat.right + 3,
      top: Math.min(y, nextY),
      bottom: Math.max(y, nextY),
    };
    return [flat, riser];
  });
}

/** For tests: the boxes that texts take. */
export const labelBoxes = (labels: readonly Label[]): Box[] => labels.map((label) => boxOf(label, FONT));
