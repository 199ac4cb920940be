import { PowerModel } from "#server/domain/job/power.ts";

export interface PowerDraft {
  wattsPerVcpu: string;
  pue: string;
}

export const draftOf = ({ wattsPerVcpu, pue }: PowerModel): PowerDraft => ({
  wattsPerVcpu: String(wattsPerVcpu),
  pue: String(pue),
});

/** The model, or a sentence for each field. An empty field is a missing number, not 0 and not the default. */
export function powerOfDraft(draft: PowerDraft): {
  power: PowerModel | undefined;
  errors: Partial<Record<keyof PowerDraft, string>>;
} {
  const parsed = PowerModel.safeParse({
    wattsPerVcpu: numberOf(draft.wattsPerVcpu),
    pue: numberOf(draft.pue),
  });
  if (parsed.success) return { power: parsed.data, errors: {} };
  const errors = Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [path.join("."), message]),
  );
  return { power: undefined, errors };
}

/** "A Job that requests 16 vCPU draws 38.5 W by it, estimated." */
export function wattsExample({ wattsPerVcpu, pue }: PowerModel): string {
  const watts = 16 * wattsPerVcpu * pue;
  return `A Job that requests 16 vCPU draws ${watts >= 100 ? Math.round(watts) : watts.toFixed(1)}\u00a0W by it, estimated.`;
}

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.replace(",", ".")));
