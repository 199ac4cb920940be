import { describe, expect, test } from "vitest";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { limitSentence, prepareLimit } from "./limit-curve.prepare.ts";

const NOW = new Date("2026-08-25T06:00:00Z");
const at = (hour: number) => +NOW + hour * HOUR_MS;
const zone = (gramsPerKwh: (number | null)[]): Pick<ZoneView, "latest" | "forecast"> => ({
  latest: null,
  forecast: { generatedAt: NOW, startsAt: NOW, stepMs: HOUR_MS, gramsPerKwh, method: "test" },
});
const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");
const HOURS = [300, 200, 200, 300, null, 100];
const BY_CLOCK = { greenFrom: "08:30", greenUntil: "10:00", timeZone: "UTC" };

describe("when a Job may start", () => {
  test.each([
    [
      "at or under a limit, neighbours as one",
      { limit: 200 },
      [
        [1, 3],
        [5, 6],
      ],
    ],
    ["never", { limit: 50 }, []],
    ["by the clock, to the minute", { hours: BY_CLOCK }, [[2.5, 4]]],
    ["by the clock, from now on", { hours: { ...BY_CLOCK, greenFrom: "05:00" } }, [[0, 4]]],
    [
      "by a clock over midnight elsewhere",
      { hours: { greenFrom: "20:00", greenUntil: "03:00", timeZone: "America/New_York" } },
      [[0, 1]],
    ],
  ] as const)("%s", (_, opening, expected) => {
    const model = prepareLimit(zone(HOURS), opening, NOW, 6 * HOUR_MS);
    expect(model?.open).toEqual(expected.map(([from, to]) => ({ from: at(from), to: at(to) })));
  });
});

test("a grid that nobody foresees is not drawn", () => {
  expect(prepareLimit({ latest: null, forecast: null }, { limit: 200 }, NOW, HOUR_MS)).toBeNull();
});

test.each([
  [{ limit: 200 }, "Germany until 12:00: at or under 200 g/kWh in 3 h of 6 h, first at 07:00."],
  [{ limit: 50 }, "Germany until 12:00: never at or under 50 g/kWh."],
  [{ hours: BY_CLOCK }, "Germany until 12:00: green by the clock in 1 h 30 of 6 h, first at 08:30."],
])("%j: %s", (opening, sentence) => {
  const model = prepareLimit(zone(HOURS), opening, NOW, 6 * HOUR_MS);
  expect(plain(model ? limitSentence("Germany", model, "UTC") : undefined)).toBe(sentence);
});
