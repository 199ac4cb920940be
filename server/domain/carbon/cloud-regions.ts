import added from "./cloud-regions-added.json" with { type: "json" };
import table from "./cloud-regions.json" with { type: "json" };

/** A cloud's region and the grid that feeds it: what is suggested, and confirmed by a person. */
export interface CloudRegion {
  provider: string;
  /** In small letters: "eu-central-1". */
  region: string;
  gridZone: string;
}

const rowsOf = (regions: Readonly<Record<string, readonly string[]>>): CloudRegion[] =>
  Object.entries(regions).flatMap(([provider, lines]) =>
    lines.map((line) => {
      const [region = "", gridZone = ""] = line.split(" ");
      return { provider, region, gridZone };
    }),
  );

const keyOf = ({ provider, region }: CloudRegion): string => `${provider}/${region}`;

/** A name that two providers have is one place: the grid is the same. */
export const CLOUD_REGIONS: readonly CloudRegion[] = [
  ...new Map(
    [...rowsOf(table.regions), ...rowsOf(added.regions)].map((row) => [keyOf(row), row] as const),
  ).values(),
];
