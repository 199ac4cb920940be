import { EmissionFactors, FUELS, type Fuel } from "#server/domain/carbon/fuel-mix.ts";

export type FactorsDraft = Record<Fuel, string>;

export const draftOfFactors = (factors: EmissionFactors): FactorsDraft =>
  Object.fromEntries(FUELS.map((fuel) => [fuel, String(factors[fuel])])) as FactorsDraft;

/** The table, or a sentence for each fuel. An empty field is a missing number, not 0. */
export function factorsOfDraft(draft: FactorsDraft): {
  factors: EmissionFactors | undefined;
  errors: Partial<Record<string, string>>;
} {
  const parsed = EmissionFactors.safeParse(
    Object.fromEntries(FUELS.map((fuel) => [fuel, numberOf(draft[fuel])])),
  );
  if (parsed.success) return { factors: parsed.data, errors: {} };
  const errors = Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [path.join("."), message]),
  );
  return { factors: undefined, errors };
}

export const sameFactors = (a: EmissionFactors, b: EmissionFactors): boolean =>
  FUELS.every((fuel) => a[fuel] === b[fuel]);

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.replace(",", ".")));
