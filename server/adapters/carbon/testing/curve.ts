import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import captured from "../fixtures/energy-charts-de.json" with { type: "json" };

const QUARTER_MS = 15 * MINUTE_MS;
const values = captured.co2eq.map((grams, row) => grams ?? captured.co2eq_forecast[row] ?? 0);

/** A day of captured intensities, g/kWh, over and over: what the fakes of APIs without a captured payload say. */
export const capturedGrams = (at: number): number => values[Math.floor((at % DAY_MS) / QUARTER_MS)] ?? 0;

/** The starts of the slots in a range. */
export function slotsIn(from: number, to: number, stepMs: number): number[] {
  const slots: number[] = [];
  for (let at = Math.ceil(from / stepMs) * stepMs; at < to; at += stepMs) slots.push(at);
  return slots;
}
