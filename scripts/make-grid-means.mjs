// Makes the table of published annual means from Cloud Carbon Footprint's coefficients (Apache-2.0, see NOTICE):
//   node scripts/make-grid-means.mjs [../shared/data/power-models]
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const from = process.argv[2] ?? "../shared/data/power-models";
const domain = path.join(path.dirname(fileURLToPath(import.meta.url)), "../server/domain/carbon");

/** Where AWS has no region: by Azure's, whose file names a town and not the country. */
const BY_AZURE = { "West Europe": "NL Netherlands", "Belgium Central": "BE Belgium" };

const zones = new Map();
for (const file of ["cloud-regions.json", "cloud-regions-added.json"])
  for (const line of JSON.parse(readFileSync(path.join(domain, file), "utf8")).regions.AWS) {
    const [region, zone] = line.split(" ");
    zones.set(region, zone);
  }
const read = (name) =>
  readFileSync(path.join(from, name), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.split(","));
const grams = (tons) => String(Number((Number(tons) * 1e6).toFixed(1)));

const grids = new Map();
const regions = [];
for (const [region, country, nerc, tons, source] of read("grid-emissions-factors-aws.csv")) {
  if (nerc) regions.push(`${region} ${grams(tons)} ${source} the ${nerc} region of ${country}`);
  else grids.set(zones.get(region), `${grams(tons)} ${source.replaceAll(" ", "-")} ${country}`);
}
for (const [region, , , tons, source] of read("grid-emissions-factors-azure.csv")) {
  const [zone, country] = BY_AZURE[region]?.split(" ") ?? [];
  if (zone) grids.set(zone, `${grams(tons)} ${source} ${country}`);
}
const lines = [...grids].map(([zone, rest]) => `${zone} ${rest}`);
writeFileSync(
  path.join(domain, "grid-means.json"),
  `${JSON.stringify(
    {
      about:
        "Published annual means, g/kWh, with who published them and of which area: by grid, and by AWS region where the area is no grid. Derived from Cloud Carbon Footprint's coefficients (Apache-2.0, see NOTICE) by scripts/make-grid-means.mjs.",
      grids: lines.toSorted(),
      regions: regions.toSorted(),
    },
    null,
    2,
  )}\n`,
);
console.log(`${lines.length} grids, ${regions.length} regions`);
