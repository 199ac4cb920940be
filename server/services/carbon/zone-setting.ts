import { createSource } from "#server/adapters/carbon/create-source.ts";
import type { App } from "#server/context.ts";
import type { SourceSetting } from "#server/domain/carbon/source-config.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DomainError } from "#server/domain/errors.ts";

/** @throws DomainError NOT_FOUND, naming the zones there are */
export async function zoneSetting(app: App, zone: string): Promise<ZoneSetting> {
  const setting = await app.carbon.findZone(zone);
  if (setting) return setting;
  const known = (await app.carbon.zones()).map((each) => each.zone).join(", ");
  throw new DomainError("NOT_FOUND", `There is no zone ${zone}.${known ? ` There are ${known}.` : ""}`);
}

/**
 * The source that a setting names, which has this zone and something to say now; nothing is fetched for that.
 * @throws DomainError with the source's own sentence
 */
export async function checkedSource(
  app: App,
  zone: string,
  setting: SourceSetting,
): Promise<CarbonIntensitySource> {
  const source = createSource(setting, zone, { clock: app.clock, http: app.carbonHttp, secrets: {} });
  const now = app.clock.now();
  await source.history(zone, { from: now, to: now }, AbortSignal.timeout(1_000)).catch((error: unknown) => {
    throw error instanceof SourceError ? new DomainError("BAD_REQUEST", error.message) : error;
  });
  return source;
}
