import { createSource } from "#server/adapters/carbon/create-source.ts";
import type { App } from "#server/context.ts";
import type { SourceSetting } from "#server/domain/carbon/source-config.ts";
import { isSourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { ZoneSource } from "#server/domain/carbon/speaker.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DomainError } from "#server/domain/errors.ts";

/** @throws DomainError NOT_FOUND, naming the zones there are */
export async function zoneSetting(app: App, zone: string): Promise<ZoneSetting> {
  const setting = await app.carbon.findZone(zone);
  if (setting) return setting;
  const known = (await app.carbon.zones()).map((each) => each.zone).join(", ");
  throw new DomainError("NOT_FOUND", `There is no zone ${zone}.${known ? ` There are ${known}.` : ""}`);
}

/** The entry that stays. @throws DomainError when it is not of this zone any more */
export function keptSource(setting: ZoneSetting | undefined, id: string): ZoneSource {
  const kept = setting?.sources.find((source) => source.id === id);
  if (kept) return kept;
  throw new DomainError("CONFLICT", "The list was changed by someone else meanwhile. Look at it again.");
}

/**
 * The source that a setting names, which has this zone and something to say now; nothing is fetched for that.
 * @throws DomainError with the source's own sentence
 */
export async function checkedSource(
  app: App,
  zone: string,
  setting: SourceSetting,
  secrets: Readonly<Record<string, string>>,
): Promise<CarbonIntensitySource> {
  const emissionFactors = await app.settings.emissionFactors();
  const deps = { clock: app.clock, http: app.carbonHttp, secrets, emissionFactors };
  const source = createSource(setting, zone, deps);
  const now = app.clock.now();
  await source.history(zone, { from: now, to: now }, AbortSignal.timeout(1_000)).catch((error: unknown) => {
    throw isSourceError(error) ? new DomainError("BAD_REQUEST", error.message) : error;
  });
  return source;
}
