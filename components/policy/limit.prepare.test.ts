import { expect, test } from "vitest";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { limitHelp, suggestLimit } from "./limit.prepare.ts";

const zone = (grams: number[]) =>
  ({
    name: "Germany",
    recent: grams.map((gramsPerKwh) => ({
      startsAt: new Date(0),
      stepMs: 1,
      gramsPerKwh,
      quality: "measured",
    })),
  }) as unknown as ZoneView;

test.each([
  ["the cleanest third", [100, 204, 300], 200],
  ["nothing known", [], 200],
  ["a very clean grid", [1, 2, 3], 10],
])("a limit to start from: %s", (_, grams, limit) => expect(suggestLimit(zone(grams))).toBe(limit));

test("the help says how often the grid was there", () => {
  expect(limitHelp(200, [zone([100, 200, 300, 400])]).replaceAll("\u00a0", " ")).toBe(
    "At or under it a Job starts at once. Of the last 48 h: Germany 50 %.",
  );
  expect(limitHelp(200, [zone([])])).toBe("At or under it a Job starts at once.");
});
