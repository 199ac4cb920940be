import type { ZoneView } from "#server/domain/carbon/view.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";

/** Shares of the day that begins now, 0 to 1. */
export interface Stretch {
  from: number;
  to: number;
}

/** Hours of the forecast from now on; an hour with nothing foreseen is left out, not drawn as clean. */
export function nextDay(
  { forecast, windows }: Pick<ZoneView, "forecast" | "windows">,
  now: Date,
): { cells: (Stretch & { gramsPerKwh: number })[]; windows: Stretch[] } {
  if (!forecast) return { cells: [], windows: [] };
  const cells = Array.from({ length: 24 }, (_, hour) => {
    const gramsPerKwh = meanBetween(forecast, +now + hour * HOUR_MS, +now + (hour + 1) * HOUR_MS);
    return { from: hour / 24, to: (hour + 1) / 24, gramsPerKwh };
  });
  return {
    cells: cells.filter((cell): cell is Stretch & { gramsPerKwh: number } => cell.gramsPerKwh !== undefined),
    windows: windows
      .map(({ opensAt, closesAt }) => ({ from: share(opensAt, now), to: share(closesAt, now) }))
      .filter(({ from, to }) => to > from),
  };
}

const share = (at: Date, now: Date) => Math.min(1, Math.max(0, (+at - +now) / DAY_MS));

function meanBetween(
  { startsAt, stepMs, gramsPerKwh }: NonNullable<ZoneView["forecast"]>,
  from: number,
  to: number,
): number | undefined {
  let sum = 0;
  let weight = 0;
  gramsPerKwh.forEach((grams, slot) => {
    const start = +startsAt + slot * stepMs;
    const overlap = Math.min(to, start + stepMs) - Math.max(from, start);
    if (grams === null || overlap <= 0) return;
    sum += grams * overlap;
    weight += overlap;
  });
  return weight > 0 ? sum / weight : undefined;
}
