import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { measure, progress } from "../report.ts";
import { decisionRecord } from "./lib/decisions.ts";
import { forecastSkill } from "./lib/forecast.ts";
import { fileOption } from "./lib/options.ts";
import { provenanceOf } from "./lib/provenance.ts";
import { ruleOf } from "./lib/rules.ts";
import { readSeries } from "./lib/series-file.ts";
import { reportRows } from "./lib/table.ts";

const LEAST_DAYS = 90;

/** The product's forecaster against seasonal naive, by error and by what it saves. */
await measure(async () => {
  const file = fileOption("file", "two years of hourly intensities");
  const { startsAtMs, stepMs, gramsPerKwh, notes } = readSeries(file);
  notes.forEach(progress);
  if (HOUR_MS % stepMs !== 0) throw new Error("The rows of the file are more than an hour apart.");
  if (gramsPerKwh.length * stepMs < LEAST_DAYS * DAY_MS) {
    throw new Error(`The file has less than ${LEAST_DAYS} days; half of it is for learning.`);
  }
  const series = { startsAt: startsAtMs, stepMs, grams: gramsPerKwh, here: gramsPerKwh.length };
  const { rows, captured, judgedFrom } = forecastSkill(series, decisionRecord());
  const parameters = {
    judgedFrom: new Date(startsAtMs + judgedFrom * stepMs).toISOString(),
    arrivalEveryHours: 1,
    rule: "best window, no least saving",
    defaultPolicy: ruleOf(),
    seasonalNaive: "the better of re-decided each slot and decided once at arrival",
  };
  reportRows(
    { rows, captured, notes, ...provenanceOf([file], parameters) },
    {
      "Mean absolute error, gCO2e/kWh": rows,
      "Captured of the ideal saving": [
        { policy: "best window", ours: captured.ours, seasonalNaive: captured.seasonalNaive },
        { policy: "default", ...captured.defaultPolicy },
      ],
    },
  );
  return true;
});
