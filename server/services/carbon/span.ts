import type { Series } from "#server/adapters/db/carbon.ts";
import type { App } from "#server/context.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { type Range, RANGE_MS } from "#server/domain/carbon/range.ts";
import { HOUR_MS } from "#server/domain/clock.ts";

export interface Span {
  from: Date;
  to: Date;
}

/** What is not over now is not history, whatever was asked for. Without a beginning, it is on a full hour: a year is 8,760 of them. */
export function spanOf({ range, from }: { range: Range; from?: Date | undefined }, now: Date): Span {
  if (!from) return { from: new Date(Math.floor(+now / HOUR_MS) * HOUR_MS - RANGE_MS[range]), to: now };
  return { from, to: new Date(Math.min(+now, +from + RANGE_MS[range])) };
}

/** Readings that begin in the span and were over at its end, in order of time. */
export async function readingsOver(app: App, series: Series, { from, to }: Span): Promise<Intensity[]> {
  if (+from >= +to) return [];
  const readings = await app.carbon.readings(series, { from, to });
  return readings.filter(({ startsAt, stepMs }) => +startsAt + stepMs <= +to);
}
