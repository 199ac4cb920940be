import type { SignalKind } from "./intensity.ts";
import type { PublishedMean } from "./grid-means.ts";
import { gridZoneOf, type PlacedIn, type Places, ZONE_LABEL } from "./places.ts";

/** What is known of the grid of one region. Whatever is not known is null, never 0. */
export interface RegionCarbon {
  /** As the class has it: "eu-central-1". */
  region: string;
  /** The cloud of the table that knows it; null where a person set its grid, or nobody knows it. */
  provider: string | null;
  gridZone: string | null;
  /** The grid's name; its key where it is not watched. */
  gridName: string | null;
  /** A person said which grid feeds it. */
  setByPerson: boolean;
  /** Whether that grid has a source here. */
  watched: boolean;
  /** Average and marginal numbers are never compared. */
  signalKind: SignalKind | null;
  provenance: string | null;
  /** The newest reading, where it is young enough to speak for now. */
  now: { gramsPerKwh: number; endedAt: Date } | null;
  /** Since when there is no reading any more; null while there is, or where there never was one. */
  staleSince: Date | null;
  /** By the newest forecast. `knownMs`: how much of the 24 h it foresees. */
  next24h: { gramsPerKwh: number; knownMs: number; generatedAt: Date } | null;
  /** Of the readings of the last 365 days. `days`: how many of them have one. */
  year: { gramsPerKwh: number; days: number } | null;
  /** What others published of a year, where there is such a number. */
  published: PublishedMean | null;
}

/** Any spelling of a region: "West Europe" is westeurope, and a topology zone stands in its region. */
export function gridOfRegion(region: string, places: Places): PlacedIn | undefined {
  return gridZoneOf({ [ZONE_LABEL]: region.replace(/\s+/g, "") }, places);
}
