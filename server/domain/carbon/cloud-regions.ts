import table from "./cloud-regions.json" with { type: "json" };

/** A cloud's region and the grid that feeds it: what is suggested, and confirmed by a person. */
export interface CloudRegion {
  provider: string;
  /** In small letters: "eu-central-1". */
  region: string;
  gridZone: string;
}

export const CLOUD_REGIONS: readonly CloudRegion[] = Object.entries(table.regions).flatMap(
  ([provider, lines]) =>
    lines.map((line) => {
      const [region = "", gridZone = ""] = line.split(" ");
      return { provider, region, gridZone };
    }),
);
