import { expect, test } from "vitest";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { provenanceWords, shortCodes, windowWords } from "./grid-now.prepare.ts";

const NOW = new Date("2026-11-22T07:12:00Z");
const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));
const window = (from: number, to: number) => ({ opensAt: at(from), closesAt: at(to), lowestGramsPerKwh: 90 });
const view = (parts: Partial<ZoneView>) =>
  ({ latest: { startsAt: at(7) }, stale: false, forecast: {}, windows: [], ...parts }) as unknown as ZoneView;

test.each<[string, Partial<ZoneView>, string]>([
  ["a window to come", { windows: [window(11, 19)] }, "window 11:00"],
  ["an open one", { windows: [window(6, 9), window(11, 19)] }, "open to 09:00"],
  ["one that has closed is passed over", { windows: [window(3, 6), window(20, 22)] }, "window 20:00"],
  ["one after midnight has its day", { windows: [window(25, 28)] }, "window Mon 01:00"],
  ["the next is more than a day away", { windows: [window(40, 44)] }, "no window today"],
  ["none", {}, "no window today"],
  ["an old reading says how old", { stale: true }, "stale, read 07:00"],
  ["no reading", { latest: null }, "no reading yet"],
  ["no forecast", { forecast: null }, "no forecast"],
])("%s", (_, parts, words) => expect(windowWords(view(parts), NOW, "UTC")).toBe(words));

test("zones go by their last part, unless two share it", () => {
  expect([...shortCodes(["DE", "US-CAL-CISO", "AU-NSW", "XX-NSW"]).values()]).toEqual([
    "DE",
    "CISO",
    "AU-NSW",
    "XX-NSW",
  ]);
});

test.each([
  ["one for all is said once", ["DE", "a"], ["FR", "a"], "a"],
  [
    "two are told apart",
    ["US-CAL-CISO", "recorded 2022, replayed"],
    ["GB", "live"],
    "CISO: recorded 2022, replayed. GB: live",
  ],
] as const)("provenance: %s", (_, one, two, words) => {
  expect(provenanceWords([one, two].map(([zone, provenance]) => ({ zone, provenance })))).toBe(words);
});
