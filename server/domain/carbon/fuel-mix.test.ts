import { describe, expect, test } from "vitest";
import { EMISSION_FACTORS, EmissionFactors, FUELS, mixIntensities, type FuelOf } from "./fuel-mix.ts";

const FUEL_OF: FuelOf = { WND: "wind", NG: "gas", COL: "coal", BAT: "storage" };
const mix = (amounts: Record<string, number | null>) => new Map(Object.entries(amounts));
const usual = mix({ WND: 50, NG: 50, COL: 1 });
const of = (amounts: Record<string, number | null>) =>
  mixIntensities([mix(amounts), usual, usual, usual], FUEL_OF, EMISSION_FACTORS)[0];

describe("an hour", () => {
  test.each<[string, Record<string, number | null>, number | string]>([
    ["half wind and half gas", { WND: 50, NG: 50 }, 250.5],
    ["without its coal, which is hardly ever there", { WND: 50, NG: 50, COL: null }, 250.5],
    ["with a battery that gives", { WND: 50, NG: 50, BAT: 40 }, 250.5],
    ["with a plant that stands and uses some itself", { WND: 50, NG: 50, COL: -1 }, 250.5],
    ["with calm: wind is said to be 0", { WND: 0, NG: 50 }, 490],
    ["whose wind is null", { WND: null, NG: 50 }, "the share of WND is missing"],
    ["whose gas is absent", { WND: 50 }, "the share of NG is missing"],
    ["with a code that has no factor", { WND: 50, NG: 50, XYZ: 1 }, "the fuel XYZ has no emission factor"],
    [
      "with a code named as a part of every object",
      { WND: 50, NG: 50, toString: 1 },
      "the fuel toString has no emission factor",
    ],
    ["with nothing generated", { WND: 0, NG: 0 }, "no generation is given"],
    ["with no row at all", {}, "the share of WND is missing"],
  ])("%s", (_, amounts, expected) => {
    expect(of(amounts)).toEqual(
      typeof expected === "number"
        ? { kind: "known", gramsPerKwh: expected }
        : { kind: "gap", reason: expected },
    );
  });
});

test("a code that is missing in most hours is missed in each of them", () => {
  const mixes = [usual, mix({ NG: 50 }), mix({ NG: 50 }), mix({ NG: 50 })];
  expect(mixIntensities(mixes, FUEL_OF, EMISSION_FACTORS).map(({ kind }) => kind)).toEqual([
    "known",
    "gap",
    "gap",
    "gap",
  ]);
});

test.each<[string, unknown, RegExp]>([
  ["a fuel left out: it would count as 0", { ...EMISSION_FACTORS, coal: undefined }, /emission factor/],
  ["less than 0", { ...EMISSION_FACTORS, gas: -1 }, /from 0 to 3000 g\/kWh/],
  ["kg instead of g", { ...EMISSION_FACTORS, gas: 490_000 }, /from 0 to 3000 g\/kWh/],
])("a table with %s is refused", (_, table, sentence) => {
  expect(EmissionFactors.safeParse(table).error?.issues[0]?.message).toMatch(sentence);
});

test("our own table is whole", () => {
  expect(Object.keys(EmissionFactors.parse(EMISSION_FACTORS))).toEqual([...FUELS]);
});
