import { expect, it } from "vitest";
import { HOUR_MS } from "#server/domain/clock.ts";
import { nextDay } from "./next-day.prepare.ts";

const NOW = new Date("2026-11-22T06:30:00Z");
const startsAt = new Date("2026-11-22T06:00:00Z");
const forecast = (gramsPerKwh: (number | null)[]) => ({
  generatedAt: NOW,
  startsAt,
  stepMs: HOUR_MS,
  gramsPerKwh,
  method: "test",
});

it("weighs the slots that an hour from now covers", () => {
  const { cells } = nextDay({ forecast: forecast([100, 200, 300]), windows: [] }, NOW);
  expect(cells.map(({ gramsPerKwh }) => gramsPerKwh)).toEqual([150, 250, 300]);
});

it("leaves out what is not foreseen, and draws nothing without a forecast", () => {
  const { cells } = nextDay({ forecast: forecast([100, null, null, 400]), windows: [] }, NOW);
  expect(cells.map(({ gramsPerKwh }) => gramsPerKwh)).toEqual([100, 400, 400]);
  expect(nextDay({ forecast: null, windows: [] }, NOW)).toEqual({ cells: [], windows: [] });
});

it("cuts windows at both ends of the day", () => {
  const at = (hours: number) => new Date(+NOW + hours * HOUR_MS);
  const windows = [
    { opensAt: at(-2), closesAt: at(6), lowestGramsPerKwh: 1 },
    { opensAt: at(12), closesAt: at(30), lowestGramsPerKwh: 1 },
    { opensAt: at(25), closesAt: at(30), lowestGramsPerKwh: 1 },
  ];
  expect(nextDay({ forecast: forecast([]), windows }, NOW).windows).toEqual([
    { from: 0, to: 0.25 },
    { from: 0.5, to: 1 },
  ]);
});
