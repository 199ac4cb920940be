import { describe, expect, it, test } from "vitest";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { prepareStrip } from "./grid-strip.prepare.ts";

const NOW = new Date("2026-08-25T05:12:00Z");
const hour = (hours: number) => new Date(+new Date("2026-08-25T05:00:00Z") + hours * HOUR_MS);
const latest = { startsAt: hour(0), stepMs: HOUR_MS, gramsPerKwh: 334, quality: "measured" as const };
const forecast = {
  generatedAt: hour(-7),
  startsAt: hour(1),
  stepMs: HOUR_MS,
  gramsPerKwh: Array.from({ length: 30 }, () => 200),
  method: "seasonal-naive",
};
const zone = (more: Partial<ZoneView>): ZoneView => ({
  zone: "DE",
  name: "Germany",
  source: "replay",
  provenance: "replay",
  signalKind: "average",
  latest,
  stale: false,
  recent: [latest],
  forecast,
  windows: [{ opensAt: hour(6), closesAt: hour(14), lowestGramsPerKwh: 169.2 }],
  limit: null,
  errorPercent: null,
  failure: null,
  ...more,
});
const strip = (more: Partial<ZoneView>, starts: { at: Date; count: number }[] = []) =>
  prepareStrip(zone(more), starts, NOW, "Europe/Berlin");
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("the sentence over a strip", () => {
  test.each([
    [
      "a window that Jobs wait for",
      {},
      [{ at: hour(7), count: 10 }],
      "13:00 to 21:00, down to 169 g. 10 Jobs start here",
    ],
    ["one Job", {}, [{ at: hour(7), count: 1 }], "13:00 to 21:00, down to 169 g. 1 Job starts here"],
    [
      "a window that none waits for",
      {},
      [{ at: hour(2), count: 3 }],
      "13:00 to 21:00, down to 169 g. No Job waits for it",
    ],
    [
      "an open window",
      { windows: [{ opensAt: hour(-1), closesAt: hour(2), lowestGramsPerKwh: 90 }] },
      [],
      "Open until 09:00, down to 90 g. No Job waits for it",
    ],
    ["no window", { windows: [] }, [], "No window in the next 24 h. There is little to wait for."],
    ["no forecast", { forecast: null, windows: [] }, [], "No forecast is known. Jobs here start at once."],
    ["stale", { stale: true }, [], "Last reading 07:00. Too old to decide by: Jobs here start at once."],
    [
      "nothing",
      { latest: null, forecast: null, windows: [] },
      [],
      "No reading yet. Jobs here start at once.",
    ],
  ])("%s", (_, more, starts, sentence) => expect(plain(strip(more, starts).sentence)).toBe(sentence));
});

it("has a cell for the hour under way and each foreseen, up to tomorrow at this minute", () => {
  const { cells } = strip({});
  expect(cells).toHaveLength(25);
  expect(cells[0]).toEqual({ from: +NOW, to: +hour(1), value: 334 });
  expect(cells.at(-1)?.to).toBe(+NOW + 24 * HOUR_MS);
});

it("claims nothing when stale", () => {
  expect(strip({ stale: true })).toMatchObject({ cells: [], windows: [] });
});
