import { EMISSION_FACTORS, EmissionFactors } from "#server/domain/carbon/fuel-mix.ts";
import { Places } from "#server/domain/carbon/places.ts";
import { DEFAULT_POWER, PowerModel } from "#server/domain/job/power.ts";
import { writeAudit, type Audit } from "./audit.ts";
import type { Db } from "./client.ts";
import { toJson } from "./cluster-row.ts";

const POWER = "power";
const FACTORS = "carbon.emission-factors";
const PLACES = "carbon.places";

export function createSettingRepo(db: Db) {
  const valueOf = async (key: string) => (await db.setting.findUnique({ where: { key } }))?.value;
  async function save(key: string, subject: string, value: object, audit: Audit): Promise<void> {
    const json = toJson(value);
    await db.$transaction(async (tx) => {
      await tx.setting.upsert({ where: { key }, create: { key, value: json }, update: { value: json } });
      await writeAudit(tx, subject, audit);
    });
  }
  return {
    /** The defaults until somebody says otherwise. */
    power: async (): Promise<PowerModel> =>
      PowerModel.catch(DEFAULT_POWER).parse((await valueOf(POWER)) ?? {}),
    savePower: (value: PowerModel, audit: Audit) => save(POWER, POWER, value, audit),

    /** Ours until somebody says otherwise. */
    emissionFactors: async (): Promise<EmissionFactors> =>
      EmissionFactors.catch(EMISSION_FACTORS).parse(await valueOf(FACTORS)),
    saveEmissionFactors: (value: EmissionFactors, audit: Audit) =>
      save(FACTORS, "emission factors", value, audit),

    /** Grid zones of places that people set themselves; none by default. */
    places: async (): Promise<Places> => Places.catch({}).parse(await valueOf(PLACES)),
    savePlaces: (value: Places, audit: Audit) => save(PLACES, "places", value, audit),
  };
}
export type SettingRepo = ReturnType<typeof createSettingRepo>;
