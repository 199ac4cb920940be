import { z } from "zod";

const degrees = (what: string, most: number, example: string) => {
  const error = `Give the ${what} in degrees from -${most} to ${most}, such as ${example}.`;
  return z.number({ error }).min(-most, { error }).max(most, { error });
};

/** Where the weather of a grid is read. Of one place: it stands for the region that its wind and sun come from. */
export const WeatherPlace = z.object({
  latitudeDegrees: degrees("latitude", 90, "37.77"),
  longitudeDegrees: degrees("longitude", 180, "-122.42"),
});
export type WeatherPlace = z.infer<typeof WeatherPlace>;

/** The place of a zone, and how the weather there was read last. */
export interface ZoneWeather extends WeatherPlace {
  /** Since when it cannot be read, and what was last said; null while it can. */
  failure: { at: Date; message: string } | null;
}

/** "37.77, -122.42" */
export const placeWords = ({ latitudeDegrees, longitudeDegrees }: WeatherPlace): string =>
  `${latitudeDegrees}, ${longitudeDegrees}`;
