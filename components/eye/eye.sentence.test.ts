import { expect, test } from "vitest";
import { HOUR_MS } from "#server/domain/clock.ts";
import { eyeSentence } from "./eye.sentence.ts";
import { NOW, zoneFixture } from "./fixture.ts";

const flat = (count: number, grams: number) => Array.from({ length: count }, () => grams);
const past = flat(24, 334);
const hour = (hours: number) => new Date(+new Date("2026-08-25T05:00:00Z") + hours * HOUR_MS);
const window = (from: number, to: number) => ({
  opensAt: hour(from),
  closesAt: hour(to),
  lowestGramsPerKwh: 1,
});

test.each([
  [
    "a window ahead",
    zoneFixture(past, flat(30, 200), { windows: [window(4, 12)] }),
    "Germany: 334 grams per kilowatt-hour now. Next green window 11:00 to 19:00.",
  ],
  [
    "an open window, closing on another day",
    zoneFixture(past, flat(30, 200), { windows: [window(-1, 18)] }),
    "Germany: 334 grams per kilowatt-hour now. A green window is open until Wed 01:00.",
  ],
  [
    "none within a day",
    zoneFixture(past, flat(30, 200), { windows: [window(26, 28)] }),
    "Germany: 334 grams per kilowatt-hour now. No green window in the next 24 hours.",
  ],
  ["no forecast", zoneFixture(past, []), "Germany: 334 grams per kilowatt-hour now. No forecast is known."],
  [
    "stale",
    zoneFixture(past, flat(30, 200), { stale: true }),
    "Germany: stale. The last reading says 334 grams per kilowatt-hour at 07:00.",
  ],
  ["nothing", zoneFixture([], [], { name: "California (CISO)" }), "California: no intensity known."],
])("%s", (_, zone, sentence) => expect(eyeSentence(zone, NOW, "Europe/Berlin")).toBe(sentence));
