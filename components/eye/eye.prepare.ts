import { aheadOf } from "#charts/ahead.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { DAY_MS } from "#server/domain/clock.ts";

/** Degrees clockwise from now: 0 to 360 is the next 24 h, -360 to 0 the last. */
interface Span {
  from: number;
  to: number;
}
export interface Plate extends Span {
  gramsPerKwh: number;
}
export interface Slot extends Span {
  gramsPerKwh: number;
  low: number | null;
  high: number | null;
}
export interface RimArc extends Span {
  /** False where the arc is cut by now or by tomorrow: no hour is written there. */
  opens: Date | null;
  closes: Date | null;
  /** The Job beside which the Eye stands starts in it; true for all without a Job. */
  mine: boolean;
}
export type EyeJob = Pick<WorkloadRow, "releaseAt" | "durationMs" | "latestStart">;
export interface JobMarks {
  start: number | null;
  /** Its run, where it lies in no window. */
  run: Span | null;
  deadline: number | null;
}
export interface EyeModel {
  /** What the iris says: a reading, one too old to decide by, or none at all. */
  state: "known" | "stale" | "none";
  gramsPerKwh: number | null;
  open: boolean;
  plates: Plate[];
  gaps: Span[];
  slots: Slot[];
  windows: RimArc[];
  limit: number | null;
  /** Grams at the full length of a fibre. */
  scale: number;
  job: JobMarks | null;
}

const HEADROOM = 1.02;

export const degreesOf = (at: Date | number, now: Date): number => ((+at - +now) * 360) / DAY_MS;

/** All that an Eye draws, in degrees from now. Nothing in it is later than tomorrow at this minute. */
export function prepareEye(zone: ZoneView, now: Date, job?: EyeJob | null): EyeModel {
  const { plates, gaps } = measured(zone, now);
  const slots = ahead(zone, now);
  const state = zone.latest === null ? "none" : zone.stale ? "stale" : "known";
  const limit = zone.limit && slots.length > 0 ? zone.limit.gramsPerKwh : null;
  const windows = slots.length > 0 ? rimArcs(zone, now, job) : [];
  const largest = Math.max(
    limit ?? 0,
    ...plates.map((plate) => plate.gramsPerKwh),
    ...slots.map((slot) => slot.gramsPerKwh),
  );
  return {
    state,
    gramsPerKwh: zone.latest?.gramsPerKwh ?? null,
    open: state === "known" && windows.some((window) => window.opens === null && window.from <= 0),
    plates,
    gaps,
    slots,
    windows,
    limit,
    scale: largest > 0 ? largest * HEADROOM : 1,
    job: job ? jobMarks(job, windows, now) : null,
  };
}

/** The last 24 h: one plate a reading; a slot that ended without one is a gap. */
function measured({ latest, recent }: ZoneView, now: Date): { plates: Plate[]; gaps: Span[] } {
  const readings = recent.filter((reading) => +reading.startsAt < +now);
  const plates = readings
    .map(({ startsAt, stepMs, gramsPerKwh }) => ({
      from: Math.max(-360, degreesOf(startsAt, now)),
      to: Math.min(0, degreesOf(+startsAt + stepMs, now)),
      gramsPerKwh,
    }))
    .filter((plate) => plate.to > -360 && plate.to > plate.from);
  if (!latest) return { plates, gaps: plates.length === 0 ? [{ from: -360, to: 0 }] : [] };

  const gaps: Span[] = [];
  const step = degreesOf(latest.stepMs, new Date(0));
  let known = -360;
  for (const plate of plates) {
    if (plate.from - known > step / 2) gaps.push({ from: known, to: plate.from });
    known = plate.to;
  }
  const missing = Math.floor((-known + 1e-6) / step) * step;
  if (missing > 0) gaps.push({ from: known, to: known + missing });
  return { plates, gaps };
}

/** The next 24 h: the reading whose slot now lies in, then the forecast. */
function ahead(zone: ZoneView, now: Date): Slot[] {
  const { slots, band } = aheadOf(zone, +now, +now + DAY_MS);
  return slots.map(({ from, to, value }) => {
    const outcomes = band.find((slot) => slot.from === from);
    return {
      from: degreesOf(from, now),
      to: degreesOf(to, now),
      gramsPerKwh: value,
      low: outcomes?.low ?? null,
      high: outcomes?.high ?? null,
    };
  });
}

function rimArcs({ windows }: ZoneView, now: Date, job?: EyeJob | null): RimArc[] {
  const start = job?.releaseAt ? +job.releaseAt : null;
  return windows
    .filter((window) => +window.closesAt > +now && degreesOf(window.opensAt, now) < 360)
    .map(({ opensAt, closesAt }) => ({
      from: Math.max(0, degreesOf(opensAt, now)),
      to: Math.min(360, degreesOf(closesAt, now)),
      opens: opensAt > now ? opensAt : null,
      closes: degreesOf(closesAt, now) <= 360 ? closesAt : null,
      mine: !job || (start !== null && start >= +opensAt && start < +closesAt),
    }));
}

function jobMarks(job: EyeJob, windows: readonly RimArc[], now: Date): JobMarks {
  const start = onDial(job.releaseAt, now);
  const inWindow = windows.some((window) => window.mine);
  const run =
    start === null || inWindow
      ? null
      : { from: start, to: Math.min(360, start + degreesOf(job.durationMs, new Date(0))) };
  return { start, run, deadline: onDial(job.latestStart, now) };
}

function onDial(at: Date | null, now: Date): number | null {
  if (!at) return null;
  const degrees = degreesOf(at, now);
  return degrees > 0 && degrees < 360 ? degrees : null;
}

export interface Fibre {
  degrees: number;
  gramsPerKwh: number;
}

/** Evenly set hairlines, each as long as the slot it stands in; none where nothing is foreseen. */
export function fibresOf(slots: readonly Slot[], count: number): Fibre[] {
  return Array.from({ length: count }, (_, index) => ((index + 0.5) * 360) / count).flatMap((degrees) => {
    const slot = slots.find(({ from, to }) => degrees >= from && degrees < to);
    return slot ? [{ degrees, gramsPerKwh: slot.gramsPerKwh }] : [];
  });
}
