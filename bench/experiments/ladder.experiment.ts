import { measure, progress } from "../report.ts";
import { decisionRecord } from "./lib/decisions.ts";
import { ARRIVALS, STARTS_AT_MS, ladder } from "./lib/ladder.ts";
import { fileOption } from "./lib/options.ts";
import { provenanceOf } from "./lib/provenance.ts";
import { ruleOf } from "./lib/rules.ts";
import { readHalfHours } from "./lib/series-file.ts";
import { reportRows } from "./lib/table.ts";

/** Simple rules, perfect knowledge, and the product's default with its own forecaster, side by side. */
await measure(async () => {
  const file = fileOption(
    "series",
    "half-hourly or finer intensities from 2019-12-24 to 2021-01-02, such as ger_ci.csv",
  );
  const { gramsPerKwh, notes } = readHalfHours(file, STARTS_AT_MS);
  notes.forEach(progress);
  const least = 48 * 375;
  if (gramsPerKwh.length < least) {
    throw new Error(
      `The file has ${gramsPerKwh.length} half hours from 2019-12-24 on; the ladder takes ${least}, to 2021-01-02.`,
    );
  }
  const rows = ladder(gramsPerKwh, decisionRecord());
  const parameters = {
    arrivals: ARRIVALS,
    arrivalEveryMinutes: 90,
    firstArrival: "2020-01-01T00:00Z",
    default: ruleOf(),
  };
  reportRows(
    { rows, notes, ...provenanceOf([file], parameters) },
    { "Percent saved against running at once": rows },
  );
  return true;
});
