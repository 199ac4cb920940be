import { expect, test } from "vitest";
import { SaveZone } from "./zone-save.ts";

const grid = { zone: "DE", name: "Germany", sources: [{ source: "recorded", config: {} }] };

test("a grid is taken by its own key", () => {
  expect(SaveZone.safeParse(grid).success).toBe(true);
});

test("one that its page could not be reached by is refused with a sentence", () => {
  expect(SaveZone.safeParse({ ...grid, zone: "compare" }).error?.issues[0]?.message).toBe(
    "The page that compares grids has the address /carbon/compare. Give the grid another key.",
  );
});
