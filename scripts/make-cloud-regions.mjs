// Makes the table of cloud regions from GreenKube's (Apache-2.0, see NOTICE):
//   node scripts/make-cloud-regions.mjs [../shared/data/power-models/greenkube_cloud_region_electricity_maps_mapping.csv]
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PROVIDERS = {
  "Google Cloud Platform": "Google Cloud",
  "Amazon Web Services": "AWS",
  "Microsoft Azure": "Azure",
  "OVH Cloud": "OVHcloud",
  Scaleway: "Scaleway",
};

const from =
  process.argv[2] ?? "../shared/data/power-models/greenkube_cloud_region_electricity_maps_mapping.csv";
const to = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  "../server/domain/carbon/cloud-regions.json",
);

const [head, ...rows] = readFileSync(from, "utf8").trim().split(/\r?\n/);
if (head !== "cloud_provider,region_id,electricity_maps_zone,location_description")
  throw new Error(`${from} has other columns: ${head}`);

const regions = new Map();
for (const row of rows) {
  const [, provider, region, gridZone] = /^([^,]*),([^,]*),([^,]*),/.exec(row) ?? [];
  if (!PROVIDERS[provider]) throw new Error(`Unknown provider in: ${row}`);
  const name = region.toLowerCase();
  const known = regions.get(name);
  if (known && known.gridZone !== gridZone) throw new Error(`${name} is in two grids: ${row}`);
  regions.set(name, { provider: PROVIDERS[provider], gridZone });
}

const lines = {};
for (const [region, { provider, gridZone }] of [...regions].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  (lines[provider] ??= []).push(`${region} ${gridZone}`);
writeFileSync(
  to,
  `${JSON.stringify(
    {
      about:
        "Cloud region to grid zone, a region a line. Derived from GreenKube's cloud region mapping (Apache-2.0, see NOTICE) by scripts/make-cloud-regions.mjs.",
      regions: lines,
    },
    null,
    2,
  )}\n`,
);
console.log(`${regions.size} regions of ${Object.keys(lines).length} providers`);
