import { counted, intensity, span } from "#charts/format.ts";
import { PlaceName } from "#server/domain/carbon/places.ts";
import type { RegionCarbon } from "#server/domain/carbon/region-view.ts";
import type { Basis } from "#server/domain/carbon/suggest-region.ts";
import { HOUR_MS } from "#server/domain/clock.ts";

export type RegionKey = "region" | "gridZone" | "now" | "next24h" | "year";
export interface RegionSort {
  by: RegionKey;
  down: boolean;
}

/** The column that the suggestion was made by: the greenest first. */
export const sortOfBasis = (basis: Basis | null): RegionSort => ({
  by: basis === null || basis === "published" ? "year" : basis,
  down: false,
});

/** The same column again turns it round. */
export const sortedBy = (present: RegionSort, by: RegionKey): RegionSort => ({
  by,
  down: present.by === by && !present.down,
});

/** What is missing comes last, whichever way. */
export function sortRegions(regions: readonly RegionCarbon[], { by, down }: RegionSort): RegionCarbon[] {
  const turn = down ? -1 : 1;
  return regions.toSorted((a, b) => {
    const [left, right] = [valueOf(a, by), valueOf(b, by)];
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    return (
      turn *
      (typeof left === "number"
        ? left - Number(right)
        : left.localeCompare(String(right), "en", { numeric: true }))
    );
  });
}

function valueOf(region: RegionCarbon, by: RegionKey): number | string | undefined {
  switch (by) {
    case "region":
      return region.region;
    case "gridZone":
      return region.gridZone ?? undefined;
    case "year":
      return region.year?.gramsPerKwh ?? region.published?.gramsPerKwh;
    case "now":
    case "next24h":
      return region[by]?.gramsPerKwh;
  }
}

/** A cell: the value, or what is said in its place; and what it is of. */
export interface RegionCell {
  value: string | undefined;
  note: string | undefined;
}
const missing = (note: string): RegionCell => ({ value: undefined, note });

/** Whose grid is not known cannot be watched. */
const unwatched = ({ gridZone }: RegionCarbon) => missing(gridZone === null ? "not known" : "not watched");

export function nowCell(region: RegionCarbon, at: Date): RegionCell {
  const { watched, now, staleSince } = region;
  if (now) return { value: intensity(now.gramsPerKwh), note: undefined };
  if (!watched) return unwatched(region);
  return missing(staleSince ? `no reading for ${span(+at - +staleSince)}` : "no reading yet");
}

export function nextCell(region: RegionCarbon): RegionCell {
  const { watched, next24h } = region;
  if (!next24h) return watched ? missing("no forecast") : unwatched(region);
  const hours = Math.floor(next24h.knownMs / HOUR_MS);
  return {
    value: intensity(next24h.gramsPerKwh),
    note: hours < 24 ? `${hours} of 24\u00a0h foreseen` : undefined,
  };
}

const DAYS = 365;
/** Of our own readings, with how many days they are of; else what others published, with who and of what. */
export function yearCell({ watched, year, published }: RegionCarbon): RegionCell {
  if (year) {
    const note = year.days >= DAYS ? undefined : `of ${counted(year.days, "day")}`;
    return { value: intensity(year.gramsPerKwh), note };
  }
  if (!published) return missing(watched ? "no reading yet" : "not known");
  const { gramsPerKwh, source, area } = published;
  return { value: intensity(gramsPerKwh), note: `published: ${area}, ${source}` };
}

/** The first few, and the chosen one where it is none of them. */
export function firstRegions(rows: readonly RegionCarbon[], most: number, chosen: string): RegionCarbon[] {
  const first = rows.slice(0, most);
  const own = rows.slice(most).filter(({ region }) => region === chosen);
  return [...first, ...own];
}

/** How the chosen region and the cluster's zone stand to each other. */
export type RegionMatch =
  | { kind: "none" | "unknown" }
  | { kind: "unwatched" | "same" | "other"; gridZone: string };

export function matchOf(chosen: RegionCarbon | undefined, zone: string): RegionMatch {
  if (!chosen) return { kind: "none" };
  const { gridZone, watched } = chosen;
  if (gridZone === null) return { kind: "unknown" };
  if (!watched) return { kind: "unwatched", gridZone };
  return { kind: gridZone === zone ? "same" : "other", gridZone };
}

/** The key under which a region's grid is kept; undefined where it can be none. */
export const placeOfRegion = (region: string): string | undefined =>
  PlaceName.safeParse(region.replace(/\s+/g, "")).data;
