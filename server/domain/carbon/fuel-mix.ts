import { z } from "zod";

export const FUELS = [
  "wind",
  "solar",
  "hydro",
  "geothermal",
  "marine",
  "nuclear",
  "biomass",
  "gas",
  "coal",
  "oil",
  "other",
] as const;
export type Fuel = (typeof FUELS)[number];

const SENTENCE = "An emission factor is from 0 to 3000 g/kWh.";
/** gCO2e per kWh by fuel: for sources that give a fuel mix, not an intensity. Each fuel has one: none is 0 for want of it. */
export const EmissionFactors = z.record(
  z.enum(FUELS, { error: `A fuel is one of ${FUELS.join(", ")}.` }),
  z.number({ error: "Give the emission factor as a number of g/kWh." }).min(0, SENTENCE).max(3_000, SENTENCE),
);
export type EmissionFactors = z.infer<typeof EmissionFactors>;

/** Over the life cycle. Most as in the series of EIA that we compare with; geothermal, marine and biomass as by the IPCC (2014). */
export const EMISSION_FACTORS: EmissionFactors = {
  wind: 11,
  solar: 41,
  hydro: 24,
  geothermal: 38,
  marine: 17,
  nuclear: 12,
  biomass: 230,
  gas: 490,
  coal: 820,
  oil: 650,
  other: 230,
};

/** What a provider's code stands for. Storage gives back what was counted when it was made, and counts for nothing. */
export type FuelOf = Readonly<Record<string, Fuel | "storage">>;

/** Generation of one slot by the provider's code; null or absent = not said. Any unit, the same for all. */
export type Mix = ReadonlyMap<string, number | null>;

export type MixIntensity = { kind: "known"; gramsPerKwh: number } | { kind: "gap"; reason: string };

/** A fuel that gives less than this where it is said may be absent from a slot. */
export const MATERIAL_SHARE = 0.02;

/**
 * The intensity of each slot. A slot is a gap, never a lower number, where a code has no factor, where a fuel that
 * usually matters is not said, or where nothing is generated.
 */
export function mixIntensities(
  mixes: readonly Mix[],
  fuelOf: FuelOf,
  factors: EmissionFactors,
): MixIntensity[] {
  const shares = usualShares(mixes, fuelOf);
  const needed = [...shares].filter(([, share]) => share >= MATERIAL_SHARE).map(([code]) => code);
  return mixes.map((mix) => {
    const missing = needed.find((code) => typeof mix.get(code) !== "number");
    if (missing !== undefined) return { kind: "gap", reason: `the share of ${missing} is missing` };
    return weigh(mix, fuelOf, factors);
  });
}

function weigh(mix: Mix, fuelOf: FuelOf, factors: EmissionFactors): MixIntensity {
  let total = 0;
  let grams = 0;
  for (const [code, amount] of mix) {
    if (amount === null || amount <= 0) continue; // below 0: a plant that stands and uses some itself
    const fuel = Object.hasOwn(fuelOf, code) ? fuelOf[code] : undefined;
    if (fuel === undefined) return { kind: "gap", reason: `the fuel ${code} has no emission factor` };
    if (fuel === "storage") continue;
    total += amount;
    grams += amount * factors[fuel];
  }
  return total > 0
    ? { kind: "known", gramsPerKwh: Math.round((grams / total) * 100) / 100 }
    : { kind: "gap", reason: "no generation is given" };
}

/** Of each known code that generates: its mean where it is said, over the sum of those. */
function usualShares(mixes: readonly Mix[], fuelOf: FuelOf): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const mix of mixes) {
    for (const [code, amount] of mix) {
      if (amount === null || !Object.hasOwn(fuelOf, code) || fuelOf[code] === "storage") continue;
      const known = sums.get(code) ?? { sum: 0, count: 0 };
      sums.set(code, { sum: known.sum + Math.max(0, amount), count: known.count + 1 });
    }
  }
  const means = [...sums].map(([code, { sum, count }]) => [code, sum / count] as const);
  const total = means.reduce((all, [, mean]) => all + mean, 0);
  return new Map(means.map(([code, mean]) => [code, total > 0 ? mean / total : 0]));
}
