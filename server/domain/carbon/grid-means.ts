import table from "./grid-means.json" with { type: "json" };

/** What others published of a year, for places of which we read nothing. */
export interface PublishedMean {
  gramsPerKwh: number;
  /** "EEA", "EPA". */
  source: string;
  /** Of what it is the mean: a country, or a part of one. */
  area: string;
}

const tableOf = (lines: readonly string[]): ReadonlyMap<string, PublishedMean> =>
  new Map(
    lines.map((line) => {
      const [place = "", grams = "", source = "", ...area] = line.split(" ");
      return [
        place,
        { gramsPerKwh: Number(grams), source: source.replaceAll("-", " "), area: area.join(" ") },
      ];
    }),
  );
const grids = tableOf(table.grids);
const regions = tableOf(table.regions);

/** By the region where its area is no grid, else by its grid. */
export const publishedMean = (
  region: string | undefined,
  gridZone: string | null,
): PublishedMean | undefined =>
  (region === undefined ? undefined : regions.get(region)) ??
  (gridZone === null ? undefined : grids.get(gridZone));
