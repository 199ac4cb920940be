import type { ZoneDetail } from "#server/domain/carbon/view.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { aheadOf } from "./ahead.ts";
import { clock, intensity, when } from "./format.ts";
import { type BandSlot, gapsOf, measuredSlots, type Slot, slotAt, type Stretch } from "./slots.ts";

export interface ChartWindow extends Stretch {
  opensAt: Date;
  closesAt: Date;
}
export interface IntensitySeries {
  from: Date;
  to: Date;
  measured: Slot[];
  forecast: Slot[];
  pastForecast: Slot[];
  band: BandSlot[];
  gaps: Stretch[];
  windows: ChartWindow[];
  releases: { at: number; count: number; planned: boolean; value: number | null }[];
  limit: { value: number; policy: string } | null;
  /** The highest thing drawn, g/kWh. */
  largest: number;
}

const BACK_MS = 2 * DAY_MS;
/** With nothing to draw the axis still says what its height would mean. */
const EMPTY_LARGEST = 400;

/** Two days back, one ahead: what is drawn, in g/kWh and ms, and nothing that is not known. */
export function prepareIntensity(zone: ZoneDetail, now: Date): IntensitySeries {
  const from = +now - BACK_MS;
  const to = +now + DAY_MS;
  const measured = measuredSlots(zone.recent, from, +now);
  const { slots: forecast, band } = aheadOf(zone, forecastFrom(zone, +now), to);
  const stepMs = zone.latest?.stepMs ?? zone.forecast?.stepMs ?? HOUR_MS;
  const pastForecast = pastSlots(zone, stepMs, from, +now);
  const limit = zone.limit ? { value: zone.limit.gramsPerKwh, policy: zone.limit.policy } : null;
  const drawn = [...measured, ...forecast, ...pastForecast].map((slot) => slot.value);
  const largest = Math.max(limit?.value ?? 0, ...drawn, ...band.map((slot) => slot.high));
  return {
    from: new Date(from),
    to: new Date(to),
    measured,
    forecast,
    pastForecast,
    band,
    gaps: gapsOf(measured, from, +now, stepMs),
    windows: chartWindows(zone, +now, to),
    releases: zone.releases
      .map(({ at, count, planned }) => ({ at: +at, count, planned }))
      .filter(({ at }) => at >= from && at <= to)
      .map((release) => ({
        ...release,
        value: slotAt(release.planned ? forecast : measured, release.at)?.value ?? null,
      })),
    limit,
    largest: largest > 0 ? largest : EMPTY_LARGEST,
  };
}

/** The slot that holds now is expected as a whole, where the reading before it is the newest. */
function forecastFrom({ latest }: ZoneDetail, now: number): number {
  if (!latest) return now;
  const ended = +latest.startsAt + latest.stepMs;
  return ended <= now && now - ended < latest.stepMs ? ended : now;
}

function chartWindows({ windows }: ZoneDetail, now: number, to: number): ChartWindow[] {
  return windows
    .map((window) => ({
      ...window,
      from: Math.max(now, +window.opensAt),
      to: Math.min(to, +window.closesAt),
    }))
    .filter((window) => window.to > window.from);
}

function pastSlots({ pastForecast }: ZoneDetail, stepMs: number, from: number, to: number): Slot[] {
  const readings = pastForecast.map(({ startsAt, gramsPerKwh }, index) => {
    const next = pastForecast[index + 1];
    const length = next ? Math.min(stepMs, +next.startsAt - +startsAt) : stepMs;
    return { startsAt, stepMs: length, gramsPerKwh, quality: "estimated" as const };
  });
  return measuredSlots(readings, from, to);
}

/** What the chart says to whoever does not see it. */
export function intensitySentence(
  name: string,
  series: IntensitySeries,
  now: Date,
  timeZone: string,
): string {
  const measured = series.measured.map((slot) => slot.value);
  const past =
    measured.length === 0
      ? "no reading in the last 48 hours"
      : `measured between ${Math.round(Math.min(...measured))} and ${intensity(Math.max(...measured))} in the last 48 hours`;
  const lowest = series.forecast.toSorted((a, b) => a.value - b.value)[0];
  const ahead = lowest
    ? `forecast lowest ${intensity(lowest.value)} at ${when(new Date(lowest.from), now, timeZone)}`
    : "no forecast";
  const windows = series.windows.map(
    ({ opensAt, closesAt }) => `${when(opensAt, now, timeZone)} to ${clock(closesAt, timeZone)}`,
  );
  const green = windows.length > 0 ? ` Green windows: ${windows.join(", ")}.` : "";
  return `Carbon intensity of ${name}: ${past}, ${ahead}.${green}`;
}

export interface IntensityRow {
  at: Date;
  measured: number | null;
  forecast: number | null;
  low: number | null;
  high: number | null;
}

/** The table behind the chart: one row a slot, measured and foreseen side by side, gaps as gaps. */
export function intensityRows(series: IntensitySeries): IntensityRow[] {
  const { measured, forecast, pastForecast, band } = series;
  const foreseen = [...pastForecast, ...forecast];
  const starts = new Set(
    [...measured, ...foreseen, ...series.gaps].map((slot) => slot.from).toSorted((a, b) => a - b),
  );
  return [...starts].map((at) => ({
    at: new Date(at),
    measured: slotAt(measured, at)?.value ?? null,
    forecast: slotAt(foreseen, at)?.value ?? null,
    low: slotAt(band, at)?.low ?? null,
    high: slotAt(band, at)?.high ?? null,
  }));
}
