import { z } from "zod";
import { MINUTE_MS } from "#server/domain/clock.ts";
import type { MixSlot } from "./mix-points.ts";

/** An element that occurs once. */
const one = <T extends z.ZodType>(schema: T) => z.tuple([schema]).transform(([value]) => value);
const Instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/)
  .transform((text) => Date.parse(text));
const STEPS: Readonly<Record<string, number>> = {
  PT15M: 15 * MINUTE_MS,
  PT30M: 30 * MINUTE_MS,
  PT60M: 60 * MINUTE_MS,
  PT1H: 60 * MINUTE_MS,
};
const Period = z.object({
  timeInterval: one(z.object({ start: one(Instant), end: one(Instant) })),
  resolution: one(z.enum(["PT15M", "PT30M", "PT60M", "PT1H"])),
  Point: z.array(
    z.object({
      position: one(
        z
          .string()
          .regex(/^[1-9]\d{0,4}$/)
          .transform(Number),
      ),
      quantity: one(
        z
          .string()
          .regex(/^-?\d+(\.\d+)?$/)
          .transform(Number),
      ),
    }),
  ),
});
type Period = z.infer<typeof Period>;

/** GL_MarketDocument: actual generation, a series a production type. Series out of the area are what storage takes in. */
export const Generation = z.object({
  TimeSeries: z.array(
    z.object({
      "inBiddingZone_Domain.mRID": one(z.string()).optional(),
      "outBiddingZone_Domain.mRID": one(z.string()).optional(),
      "quantity_Measure_Unit.name": one(z.literal("MAW")),
      curveType: one(z.enum(["A01", "A03"])).optional(),
      MktPSRType: one(z.object({ psrType: one(z.string().regex(/^B\d{2}$/)) })),
      Period: z.array(Period),
    }),
  ),
});
export type Generation = z.infer<typeof Generation>;

/** Acknowledgement_MarketDocument: why there is no answer. */
export const Acknowledgement = z.object({
  Reason: z.array(z.object({ code: one(z.string()), text: one(z.string()).optional() })).min(1),
});

interface Series {
  code: string;
  stepMs: number;
  values: Map<number, number>;
}

/** All on the coarsest step among the series: a finer one is averaged, and missing where a part of it is. */
export function slotsOf({ TimeSeries }: Generation): { stepMs: number; slots: MixSlot[] } {
  const series = TimeSeries.filter((each) => each["outBiddingZone_Domain.mRID"] === undefined).flatMap(
    ({ MktPSRType, curveType, Period: periods }) =>
      periods.map((period): Series => ({
        code: MktPSRType.psrType,
        stepMs: STEPS[period.resolution] ?? 0,
        values: valuesOf(period, curveType === "A03"),
      })),
  );
  const stepMs = series.reduce((most, each) => Math.max(most, each.stepMs), 0);
  return { stepMs, slots: series.flatMap((each) => onStep(each, stepMs)) };
}

/** In a curve of variable blocks (A03) a position that is left out is as the one before. */
function valuesOf({ timeInterval, resolution, Point }: Period, fills: boolean): Map<number, number> {
  const stepMs = STEPS[resolution] ?? 0;
  const values = new Map<number, number>();
  const given = new Map(Point.map(({ position, quantity }) => [position, quantity]));
  const positions = Math.min(Math.round((timeInterval.end - timeInterval.start) / stepMs), 100_000);
  let last: number | undefined;
  for (let position = 1; position <= positions; position++) {
    const value = given.get(position) ?? (fills ? last : undefined);
    if (value === undefined) continue;
    values.set(timeInterval.start + (position - 1) * stepMs, value);
    last = value;
  }
  return values;
}

function onStep({ code, stepMs, values }: Series, coarseMs: number): MixSlot[] {
  if (stepMs === coarseMs) return [...values].map(([at, amount]) => ({ at, code, amount }));
  const parts = new Map<number, number[]>();
  for (const [at, amount] of values) {
    const slot = Math.floor(at / coarseMs) * coarseMs;
    parts.set(slot, [...(parts.get(slot) ?? []), amount]);
  }
  const needed = coarseMs / stepMs;
  return [...parts].map(([at, amounts]) => ({
    at,
    code,
    amount: amounts.length === needed ? amounts.reduce((a, b) => a + b, 0) / needed : null,
  }));
}
