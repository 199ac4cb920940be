import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EMISSION_FACTORS, mixIntensities, type FuelOf } from "./fuel-mix.ts";

const folder = new URL("../../../../shared/data/eia-2022/", import.meta.url);
const FUEL_OF: FuelOf = {
  WND: "wind",
  SUN: "solar",
  WAT: "hydro",
  OIL: "oil",
  NG: "gas",
  COL: "coal",
  NUC: "nuclear",
  OTH: "other",
};

test.skipIf(!existsSync(folder)).each(["CISO", "PJM"])(
  "%s 2022: our factors give the published intensity of each hour (skipped without ../shared/data)",
  (name) => {
    const [head = "", ...lines] = readFileSync(new URL(`${name}_2022_hourly.csv`, folder), "utf8")
      .trim()
      .split("\n");
    const columns = head.split(",").slice(2);
    const rows = lines.map((line) => line.split(",")).filter((cells) => cells.every((cell) => cell !== ""));
    const mixes = rows.map(
      (cells) => new Map(columns.map((code, index) => [code, Number(cells[index + 2])])),
    );
    const differences = mixIntensities(mixes, FUEL_OF, EMISSION_FACTORS).map((intensity, row) =>
      intensity.kind === "known" ? Math.abs(intensity.gramsPerKwh - Number(rows[row]?.[1])) : 0,
    );
    expect(rows.length).toBeGreaterThan(8_700);
    expect(Math.max(...differences)).toBeLessThan(0.02);
  },
);
