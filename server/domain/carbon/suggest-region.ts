import { HOUR_MS } from "../clock.ts";
import type { SignalKind } from "./intensity.ts";
import type { RegionCarbon } from "./region-view.ts";

/** By what regions can be compared; in this order where two are known of as many. */
export const BASES = ["year", "next24h", "now", "published"] as const;
export type Basis = (typeof BASES)[number];

const LEAST_DAYS = 270; // less than three seasons would compare a summer with a winter
const LEAST_FORESEEN_MS = 18 * HOUR_MS; // less would compare a night with a day

export interface RegionSuggestion {
  /** Null where there is nothing to compare, or no place is greener than another. */
  region: string | null;
  basis: Basis | null;
  /** Why, or why not, for a person. */
  sentence: string;
}

/** g/kWh of a region by one basis, where that says enough to be compared; undefined where it does not. */
export function comparable(region: RegionCarbon, basis: Basis): number | undefined {
  const { year, next24h, now, published } = region;
  switch (basis) {
    case "year":
      return year && year.days >= LEAST_DAYS ? year.gramsPerKwh : undefined;
    case "next24h":
      return next24h && next24h.knownMs >= LEAST_FORESEEN_MS ? next24h.gramsPerKwh : undefined;
    case "now":
      return now?.gramsPerKwh;
    case "published":
      return published?.gramsPerKwh;
  }
}

interface Ranked {
  basis: Basis;
  rows: { region: RegionCarbon; gramsPerKwh: number }[];
}

/** The greenest, by what is known of the most of them. Nothing is chosen by it. */
export function suggestRegion(regions: readonly RegionCarbon[]): RegionSuggestion {
  const { basis, rows } = bestBasis(regions);
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last || rows.length < 2)
    return { region: null, basis: null, sentence: tooFew(regions, first) };
  const unknown = regions.length - rows.length;
  const rest =
    unknown > 0 ? ` ${unknown === 1 ? "1 region" : `${unknown} regions`} cannot be compared by it.` : "";
  if (grams(first.gramsPerKwh) === grams(last.gramsPerKwh)) {
    const sentence = `By ${BASIS_WORDS[basis]} no region is greener than another: all ${rows.length} have ${grams(first.gramsPerKwh)}.${rest}`;
    return { region: null, basis, sentence };
  }
  const sentence = `${first.region.region} is the greenest of ${rows.length} by ${BASIS_WORDS[basis]}: ${grams(first.gramsPerKwh)}, where ${last.region.region} has ${grams(last.gramsPerKwh)}.${rest}`;
  return { region: first.region.region, basis, sentence };
}

export const BASIS_WORDS: Record<Basis, string> = {
  year: "the mean of its grid over the last 365 days",
  next24h: "the forecast of its grid for the next 24\u00a0h",
  now: "what its grid emits now",
  published: "published annual means",
};

function bestBasis(regions: readonly RegionCarbon[]): Ranked {
  const kinds: readonly SignalKind[] = ["average", "marginal"];
  const all = BASES.flatMap((basis) => kinds.map((kind) => rankedBy(regions, basis, kind)));
  return all.reduce((best, each) => (each.rows.length > best.rows.length ? each : best));
}

/** What others published is of average intensities. */
function rankedBy(regions: readonly RegionCarbon[], basis: Basis, kind: SignalKind): Ranked {
  const rows = regions
    .filter(({ signalKind }) => (basis === "published" ? "average" : signalKind) === kind)
    .flatMap((region) => {
      const gramsPerKwh = comparable(region, basis);
      return gramsPerKwh === undefined ? [] : [{ region, gramsPerKwh }];
    })
    .toSorted((a, b) => a.gramsPerKwh - b.gramsPerKwh);
  return { basis, rows };
}

function tooFew(regions: readonly RegionCarbon[], only: Ranked["rows"][number] | undefined): string {
  if (regions.length === 1) return "There is one region, so there is nothing to choose.";
  if (only)
    return `Only of ${only.region.region} is anything known that could be compared. Nothing is suggested.`;
  return "Of none of these regions is anything known that could be compared. Nothing is suggested.";
}

const grams = (gramsPerKwh: number): string => `${Math.round(gramsPerKwh)}\u00a0g/kWh`;
