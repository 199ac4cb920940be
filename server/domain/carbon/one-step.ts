import type { Intensity } from "./intensity.ts";

/**
 * Readings in order of time, all on the step of the newest: sources that stand in for one another have steps of their
 * own. A coarser slot is cut into equal parts; finer ones are averaged where all parts are there. What does not fit is
 * left out.
 */
export function onOneStep(readings: readonly Intensity[]): readonly Intensity[] {
  const stepMs = readings.at(-1)?.stepMs;
  if (stepMs === undefined || readings.every((reading) => reading.stepMs === stepMs)) return readings;
  const slots = new Map<number, Intensity>();
  for (const reading of readings) {
    for (const part of partsOf(reading, stepMs)) slots.set(+part.startsAt, part);
  }
  for (const whole of wholesOf(readings, stepMs)) slots.set(+whole.startsAt, whole);
  return [...slots.values()].toSorted((a, b) => +a.startsAt - +b.startsAt);
}

function partsOf(reading: Intensity, stepMs: number): Intensity[] {
  if (reading.stepMs < stepMs || reading.stepMs % stepMs !== 0 || +reading.startsAt % stepMs !== 0) return [];
  return Array.from({ length: reading.stepMs / stepMs }, (_, part) => ({
    ...reading,
    startsAt: new Date(+reading.startsAt + part * stepMs),
    stepMs,
  }));
}

function wholesOf(readings: readonly Intensity[], stepMs: number): Intensity[] {
  const groups = new Map<number, Intensity[]>();
  for (const reading of readings) {
    if (reading.stepMs >= stepMs || stepMs % reading.stepMs !== 0) continue;
    const slot = Math.floor(+reading.startsAt / stepMs) * stepMs;
    groups.set(slot, [...(groups.get(slot) ?? []), reading]);
  }
  return [...groups].flatMap(([slot, group]) => {
    const covered = group.reduce((sum, reading) => sum + reading.stepMs, 0);
    if (covered !== stepMs) return [];
    const grams = group.reduce((sum, reading) => sum + reading.gramsPerKwh * reading.stepMs, 0);
    const quality = group.every((reading) => reading.quality === "measured") ? "measured" : "estimated";
    return [{ startsAt: new Date(slot), stepMs, gramsPerKwh: grams / stepMs, quality } satisfies Intensity];
  });
}
