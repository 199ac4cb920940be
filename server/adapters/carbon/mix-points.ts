import { mixIntensities, type EmissionFactors, type FuelOf } from "#server/domain/carbon/fuel-mix.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import type { Profile } from "./ask.ts";
import type { Points } from "./slots.ts";

/** What a provider says of one fuel in one slot. */
export interface MixSlot {
  at: number;
  code: string;
  amount: number | null;
}

/** The fuel mix of each slot by emission factors. @throws SourceError when no slot can be weighed, with the reason */
export function mixPoints(
  slots: readonly MixSlot[],
  stepMs: number,
  fuelOf: FuelOf,
  factors: EmissionFactors,
  { source, title }: Pick<Profile, "source" | "title">,
): Points {
  const mixes = new Map<number, Map<string, number | null>>();
  for (const { at, code, amount } of slots) {
    const mix = mixes.get(at) ?? new Map<string, number | null>();
    mix.set(code, amount);
    mixes.set(at, mix);
  }
  const intensities = mixIntensities([...mixes.values()], fuelOf, factors);
  const gaps = intensities.flatMap((each) => (each.kind === "gap" ? [each.reason] : []));
  if (gaps.length > 0 && gaps.length === intensities.length)
    throw new SourceError(source, `${title} gives a fuel mix that cannot be weighed: ${gaps.at(-1)}.`);
  const points = [...mixes.keys()].map((at, index) => {
    const intensity = intensities[index];
    return {
      at,
      gramsPerKwh: intensity?.kind === "known" ? intensity.gramsPerKwh : null,
      quality: "estimated" as const, // the generation is measured; the grams come of factors
    };
  });
  return { stepMs, points };
}
