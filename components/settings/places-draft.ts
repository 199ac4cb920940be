import { CLOUD_REGIONS, type CloudRegion } from "#server/domain/carbon/cloud-regions.ts";
import { PlaceName, type Places } from "#server/domain/carbon/places.ts";
import { ZoneKey } from "#server/domain/carbon/source-config.ts";

export interface PlaceDraft {
  place: string;
  gridZone: string;
}

/** A place as it is kept, or a sentence for each field. */
export function checkPlace(
  { place, gridZone }: PlaceDraft,
  present: Places,
):
  | { place: string; gridZone: string; errors?: undefined }
  | { errors: Partial<Record<keyof PlaceDraft, string>> } {
  const name = PlaceName.safeParse(place);
  const zone = ZoneKey.safeParse(gridZone.trim());
  const taken = name.success && Object.hasOwn(present, name.data);
  if (name.success && zone.success && !taken) return { place: name.data, gridZone: zone.data };
  return {
    errors: {
      place: taken ? `${name.data} is set already. Remove it first.` : name.error?.issues[0]?.message,
      gridZone: zone.error?.issues[0]?.message,
    },
  };
}

/** Of the table, what is called so; everything where nothing is asked. */
export function regionsLike(
  text: string,
  places: Places,
): (CloudRegion & { overridden: string | undefined })[] {
  const wanted = text.trim().toLowerCase();
  return CLOUD_REGIONS.filter(({ provider, region, gridZone }) =>
    [provider, region, gridZone].some((word) => word.toLowerCase().includes(wanted)),
  ).map((region) => ({
    ...region,
    overridden: Object.hasOwn(places, region.region) ? places[region.region] : undefined,
  }));
}
