import { createSource } from "#server/adapters/carbon/create-source.ts";
import type { SourceDeps } from "#server/adapters/carbon/deps.ts";
import type { CarbonHttp } from "#server/adapters/carbon/http.ts";
import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import type { SettingRepo } from "#server/adapters/db/setting.ts";
import type { SourceKeys } from "#server/adapters/secret/source-keys.ts";
import type { Clock } from "#server/domain/clock.ts";
import { SourceSetting } from "#server/domain/carbon/source-config.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { titleOf, type ZoneSource } from "#server/domain/carbon/speaker.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DomainError, UserError } from "#server/domain/errors.ts";

export type MakeSource = (setting: SourceSetting, zone: string, deps: SourceDeps) => CarbonIntensitySource;
export interface SourcesDeps {
  clock: Clock;
  carbonHttp: CarbonHttp;
  carbon: Pick<CarbonRepo, "file">;
  sourceKeys: Pick<SourceKeys, "open">;
  settings: Pick<SettingRepo, "emissionFactors">;
}
interface Made {
  key: string;
  source: CarbonIntensitySource;
}

/** The sources of each zone, each made again only when its setting turned: an uploaded file is read once, not at every poll. */
export function createSources(
  { carbon, sourceKeys, settings, clock, carbonHttp }: SourcesDeps,
  make: MakeSource = createSource,
) {
  const made = new Map<string, Map<string, Made>>();

  /** @throws UserError when the stored setting cannot be used, or its key is gone */
  return async ({ zone, sources }: ZoneSetting, wanted: ZoneSource): Promise<CarbonIntensitySource> => {
    const present = new Set(sources.map(({ id }) => id));
    const ofZone = new Map([...(made.get(zone) ?? [])].filter(([id]) => present.has(id)));
    made.set(zone, ofZone);
    const emissionFactors = await settings.emissionFactors();
    const { id, source: name, config, account } = wanted;
    const key = JSON.stringify([name, config, account?.id, account?.keySetAt, emissionFactors]);
    const known = ofZone.get(id);
    if (known?.key === key) return known.source;

    const setting = await settingOf(zone, wanted);
    const secrets = account ? await sourceKeys.open(account.id) : {};
    if (!secrets) throw invalid(`The key of ${titleOf(name)} is gone. Choose another account for ${zone}.`);
    try {
      const source = make(setting, zone, { clock, http: carbonHttp, secrets, emissionFactors });
      ofZone.set(id, { key, source });
      return source;
    } catch (error) {
      throw error instanceof DomainError ? invalid(error.message) : error;
    }
  };

  async function settingOf(zone: string, { source, config }: ZoneSource): Promise<SourceSetting> {
    const file = source === "replay" ? { csv: await carbon.file(zone) } : {};
    const setting = SourceSetting.safeParse({ source, config: { ...config, ...file } });
    if (setting.success) return setting.data;
    throw invalid(setting.error.issues[0]?.message ?? "The source's setting is invalid.");
  }
}

const invalid = (sentence: string) => new UserError("SettingInvalid", sentence);
