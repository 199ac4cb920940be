// Makes the data of the `recorded` source from hourly EIA data of 2022 (public domain):
//   node scripts/make-recorded.mjs [../shared/data/eia-2022]
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const GRIDS = [
  { zone: "US-CAL-CISO", name: "California", file: "CISO_2022_hourly.csv" },
  { zone: "US-MIDA-PJM", name: "Mid-Atlantic", file: "PJM_2022_hourly.csv" },
];
const STARTS_AT = "2022-01-01T00:00Z";
const HOURS = 365 * 24;

const from = process.argv[2] ?? "../shared/data/eia-2022";
const to = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  "../server/adapters/carbon/recorded/grids-2022.json",
);

const grids = GRIDS.map(({ zone, name, file }) => {
  const byHour = new Map(hoursOf(path.join(from, file)));
  const hours = Array.from({ length: HOURS }, (_, hour) => {
    const at = new Date(Date.parse(STARTS_AT) + hour * 3_600_000).toISOString().replace(":00.000Z", "Z");
    return byHour.get(at) || "-";
  });
  console.log(`${zone}: ${HOURS} hours, ${hours.filter((grams) => grams === "-").length} without a reading`);
  return {
    zone,
    name,
    days: Array.from({ length: 365 }, (_, day) => hours.slice(24 * day, 24 * day + 24).join(" ")),
  };
});

writeFileSync(
  to,
  `${JSON.stringify(
    {
      about:
        "Lifecycle carbon intensity, gCO2e/kWh, hourly means in UTC, a day a line, - where there is no reading. Column avg_CI of HewlettPackard/dc-rl (MIT), from the EIA hourly grid monitor (public domain). Made by scripts/make-recorded.mjs.",
      startsAt: STARTS_AT,
      grids,
    },
    null,
    2,
  )}\n`,
);

/** [time, grams] of each row; the text of the number is kept as it is. */
function hoursOf(file) {
  const [head, ...rows] = readFileSync(file, "utf8").trim().split("\n");
  const [time, grams] = ["utc", "avg_CI"].map((column) => head.trim().split(",").indexOf(column));
  if (time < 0 || grams < 0) throw new Error(`${file} has no columns utc and avg_CI.`);
  return rows.map((row) => {
    const cells = row.trim().split(",");
    return [cells[time], cells[grams]];
  });
}
