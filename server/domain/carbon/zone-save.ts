import { z } from "zod";
import { SourceSetting, ZoneKey } from "./source-config.ts";
import { WeatherPlace } from "./weather-place.ts";

const MOST_SOURCES = 6;

export const ZoneTitle = z
  .string({ error: "Give the zone a name for people, such as Germany." })
  .trim()
  .min(1, { error: "Give the zone a name for people, such as Germany." })
  .max(80, { error: "A zone's name has at most 80 characters." });

/** An entry of the list that stays as it is: its file and its state too. */
const Kept = z.object({
  source: z.literal("kept"),
  id: z.uuid({ error: "The source to keep is not of this zone any more." }),
});
const WithAccount = z.object({
  /** Of a keyed source. */
  accountId: z.uuid({ error: "There is no such account." }).nullish(),
});

const UNKNOWN_SOURCE = SourceSetting.safeParse({}).error?.issues[0]?.message;
/** One source of a zone, as a form sends it. */
export const ZoneEntry = z
  .discriminatedUnion("source", [SourceSetting, Kept], { error: UNKNOWN_SOURCE })
  .and(WithAccount);
export type ZoneEntry = z.infer<typeof ZoneEntry>;

/** A grid with its sources in order: the first that answers speaks. */
export const SaveZone = z.object({
  zone: ZoneKey.refine((zone) => zone !== "compare", {
    error: "The page that compares grids has the address /carbon/compare. Give the grid another key.",
  }),
  name: ZoneTitle,
  sources: z
    .array(ZoneEntry)
    .min(1, { error: "Give at least one source." })
    .max(MOST_SOURCES, { error: `A grid has at most ${MOST_SOURCES} sources.` }),
  /** Where its weather is read: null = nowhere; absent = as before. */
  weather: WeatherPlace.nullish(),
});
export type SaveZone = z.infer<typeof SaveZone>;
