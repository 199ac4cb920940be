import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { measure, progress } from "../report.ts";
import { decisionRecord } from "./lib/decisions.ts";
import { STARTS_AT_MS, gridOf, noiseOf } from "./lib/lets-wait-awhile.ts";
import { fileIn, fileOption } from "./lib/options.ts";
import { provenanceOf } from "./lib/provenance.ts";
import { greatestDifference, mlJobsOf, parseExpected, publishedRows, variantRows } from "./lib/published.ts";
import { readHalfHours } from "./lib/series-file.ts";
import { reportRows } from "./lib/table.ts";

const SHARED = path.resolve(import.meta.dirname, "../../../shared/data/lets-wait-awhile");

/** The 25 published numbers of a region, made again by the product's backtest. */
await measure(async () => {
  const seriesFile = fileOption("series", "the region's intensities, such as ger_ci.csv");
  const expectedFile = fileOption("expected", "the region's published numbers, such as expected_de.json");
  const folders = [path.dirname(seriesFile), SHARED];
  const noiseFile = fileIn(folders, "std_normal_pcg64_seeds0-9_x18000_f64le.bin.gz");
  const jobsFile = fileIn(folders, "ml_jobs_3387.csv");
  const expected = parseExpected(readFileSync(expectedFile, "utf8"));
  const series = readHalfHours(seriesFile, STARTS_AT_MS);
  series.notes.forEach(progress);
  const grid = gridOf(series.gramsPerKwh, noiseOf(gunzipSync(readFileSync(noiseFile))));
  const jobs = mlJobsOf(readFileSync(jobsFile, "utf8"));
  const record = decisionRecord();
  const rows = publishedRows(grid, jobs, expected, record);
  const variants = variantRows(grid, jobs, expected, record);
  const maxDifference = greatestDifference(rows);
  const parameters = {
    errors: [0, 0.05, 0.1],
    days: 365,
    windows: 17,
    mlJobs: jobs.length,
    slots: grid.gramsPerKwh.length,
  };
  const seeds = Array.from({ length: 10 }, (_, seed) => seed);
  reportRows(
    {
      rows,
      maxDifference,
      variants,
      notes: series.notes,
      ...provenanceOf([seriesFile, expectedFile, noiseFile, jobsFile], parameters, seeds),
    },
    {
      [`As published, percent saved (greatest difference ${maxDifference.toExponential(1)})`]: rows,
      "Beside it: other errors, and the same without the defects of the published code": variants,
    },
  );
  return true;
});
