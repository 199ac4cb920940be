import type { Forecast } from "#server/domain/carbon/forecast.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";

/** A mean over a stretch of time, ms since the epoch. */
export interface Slot {
  from: number;
  to: number;
  value: number;
}
export interface BandSlot {
  from: number;
  to: number;
  low: number;
  high: number;
}
export interface Stretch {
  from: number;
  to: number;
}

const clip = <S extends Stretch>(slots: readonly S[], from: number, to: number): S[] =>
  slots
    .map((slot) => ({ ...slot, from: Math.max(from, slot.from), to: Math.min(to, slot.to) }))
    .filter((slot) => slot.to > slot.from);

export function measuredSlots(readings: readonly Intensity[], from: number, to: number): Slot[] {
  return clip(
    readings.map(({ startsAt, stepMs, gramsPerKwh }) => ({
      from: +startsAt,
      to: +startsAt + stepMs,
      value: gramsPerKwh,
    })),
    from,
    to,
  );
}

export function forecastSlots(forecast: Forecast, from: number, to: number): Slot[] {
  const slots = forecast.gramsPerKwh.flatMap((value, index) => {
    const startsAt = +forecast.startsAt + index * forecast.stepMs;
    return value === null ? [] : [{ from: startsAt, to: startsAt + forecast.stepMs, value }];
  });
  return clip(slots, from, to);
}

export function bandSlots({ startsAt, stepMs, low, high }: Forecast, from: number, to: number): BandSlot[] {
  const slots = (low ?? []).flatMap((lowest, index) => {
    const highest = high?.[index];
    if (lowest === null || highest === null || highest === undefined) return [];
    const begins = +startsAt + index * stepMs;
    return [{ from: begins, to: begins + stepMs, low: lowest, high: highest }];
  });
  return clip(slots, from, to);
}

/** Stretches of at least `leastMs` that no slot covers. */
export function gapsOf(slots: readonly Stretch[], from: number, to: number, leastMs: number): Stretch[] {
  const gaps: Stretch[] = [];
  let known = from;
  for (const slot of slots) {
    if (slot.from - known >= leastMs) gaps.push({ from: known, to: slot.from });
    known = Math.max(known, slot.to);
  }
  if (to - known >= leastMs) gaps.push({ from: known, to });
  return gaps;
}

export interface StepPoint<V> {
  at: number;
  value: V | null;
}

/** For a line of steps: each run of slots ends where its last slot ends, and a hole is a null, never a joined line. */
export function stepPoints<S extends Stretch, V>(
  slots: readonly S[],
  valueOf: (slot: S) => V,
): StepPoint<V>[] {
  const points: StepPoint<V>[] = [];
  slots.forEach((slot, index) => {
    points.push({ at: slot.from, value: valueOf(slot) });
    if (slots[index + 1]?.from === slot.to) return;
    points.push({ at: slot.to, value: valueOf(slot) }, { at: slot.to, value: null });
  });
  return points;
}

export const slotAt = <S extends Stretch>(slots: readonly S[], at: number): S | undefined =>
  slots.find((slot) => at >= slot.from && at < slot.to);
