import { WeatherPlace } from "#server/domain/carbon/weather-place.ts";

/** The place of a grid's weather, as typed. */
export interface PlaceDraft {
  latitude: string;
  longitude: string;
}

export const NO_PLACE: PlaceDraft = { latitude: "", longitude: "" };

export const placeOf = (place: WeatherPlace | null): PlaceDraft =>
  place ? { latitude: String(place.latitudeDegrees), longitude: String(place.longitudeDegrees) } : NO_PLACE;

export type CheckedPlace =
  | { ok: true; weather: WeatherPlace | null }
  | { ok: false; errors: Partial<Record<keyof PlaceDraft, string>> };

/** The place as the API takes it, null for none, or a sentence for each field. Half a place is none. */
export function checkPlace({ latitude, longitude }: PlaceDraft): CheckedPlace {
  if (latitude.trim() === "" && longitude.trim() === "") return { ok: true, weather: null };
  const parsed = WeatherPlace.safeParse({
    latitudeDegrees: numberOf(latitude),
    longitudeDegrees: numberOf(longitude),
  });
  if (parsed.success) return { ok: true, weather: parsed.data };
  const sentence = (key: keyof WeatherPlace) =>
    parsed.error.issues.find(({ path }) => path[0] === key)?.message;
  const [ofLatitude, ofLongitude] = [sentence("latitudeDegrees"), sentence("longitudeDegrees")];
  return {
    ok: false,
    errors: {
      ...(ofLatitude !== undefined && { latitude: ofLatitude }),
      ...(ofLongitude !== undefined && { longitude: ofLongitude }),
    },
  };
}

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", ".")));
