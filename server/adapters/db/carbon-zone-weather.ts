import type { WeatherPlace, ZoneWeather } from "#server/domain/carbon/weather-place.ts";
import type { DbTransaction } from "./client.ts";
import type { CarbonZone } from "./generated/client.ts";

type Row = Pick<CarbonZone, "latitude" | "longitude" | "weatherFailedAt" | "weatherFailure">;

export function weatherOf({ latitude, longitude, weatherFailedAt, weatherFailure }: Row): ZoneWeather | null {
  if (latitude === null || longitude === null) return null;
  const failed = weatherFailedAt !== null && weatherFailure !== null;
  return {
    latitudeDegrees: latitude,
    longitudeDegrees: longitude,
    failure: failed ? { at: weatherFailedAt, message: weatherFailure } : null,
  };
}

/** What was foreseen of another place is no weather of this one, and goes. */
export async function placeWeather(
  tx: DbTransaction,
  zone: string,
  place: WeatherPlace | null,
): Promise<void> {
  const latitude = place?.latitudeDegrees ?? null;
  const longitude = place?.longitudeDegrees ?? null;
  const before = await tx.carbonZone.findUniqueOrThrow({ where: { zone } });
  if (before.latitude === latitude && before.longitude === longitude) return;
  await tx.carbonZone.update({
    where: { zone },
    data: { latitude, longitude, weatherFailedAt: null, weatherFailure: null },
  });
  await tx.weatherVintage.deleteMany({ where: { zone } });
}
