import { DEFAULT_POWER, PowerModel } from "#server/domain/job/power.ts";
import { writeAudit, type Audit } from "./audit.ts";
import type { Db } from "./client.ts";

const POWER = "power";

export function createSettingRepo(db: Db) {
  return {
    /** The defaults until somebody says otherwise. */
    async power(): Promise<PowerModel> {
      const row = await db.setting.findUnique({ where: { key: POWER } });
      return PowerModel.catch(DEFAULT_POWER).parse(row?.value ?? {});
    },
    async savePower(value: PowerModel, audit: Audit): Promise<void> {
      await db.$transaction(async (tx) => {
        await tx.setting.upsert({ where: { key: POWER }, create: { key: POWER, value }, update: { value } });
        await writeAudit(tx, POWER, audit);
      });
    },
  };
}
export type SettingRepo = ReturnType<typeof createSettingRepo>;
