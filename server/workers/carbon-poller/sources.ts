import { createSource } from "#server/adapters/carbon/create-source.ts";
import type { SourceDeps } from "#server/adapters/carbon/deps.ts";
import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import { SourceSetting } from "#server/domain/carbon/source-config.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DomainError, UserError } from "#server/domain/errors.ts";

export type MakeSource = (setting: SourceSetting, zone: string, deps: SourceDeps) => CarbonIntensitySource;

/** The source of each zone, made again only when its setting turned: an uploaded file is read once, not at every poll. */
export function createSources(
  carbon: Pick<CarbonRepo, "file">,
  deps: Pick<SourceDeps, "clock" | "http">,
  make: MakeSource = createSource,
) {
  const made = new Map<string, { key: string; source: CarbonIntensitySource }>();

  /** @throws UserError when the stored setting cannot be used */
  return async ({ zone, source: name, config }: ZoneSetting): Promise<CarbonIntensitySource> => {
    const key = JSON.stringify([name, config]);
    const known = made.get(zone);
    if (known?.key === key) return known.source;
    const setting = SourceSetting.safeParse({
      source: name,
      config: { ...config, csv: await carbon.file(zone) },
    });
    if (!setting.success)
      throw new UserError(
        "SettingInvalid",
        setting.error.issues[0]?.message ?? "The source's setting is invalid.",
      );
    try {
      const source = make(setting.data, zone, { ...deps, secrets: {} });
      made.set(zone, { key, source });
      return source;
    } catch (error) {
      throw error instanceof DomainError ? new UserError("SettingInvalid", error.message) : error;
    }
  };
}
