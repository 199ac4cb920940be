import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { measure, progress } from "../report.ts";
import { dayAhead } from "./lib/day-ahead.ts";
import { decisionRecord } from "./lib/decisions.ts";
import { fileOption } from "./lib/options.ts";
import { provenanceOf } from "./lib/provenance.ts";
import { readSeries } from "./lib/series-file.ts";
import { reportRows } from "./lib/table.ts";

/** Real day-ahead forecasts: how much of what perfect knowledge saves do they save? */
await measure(async () => {
  const file = fileOption("file", "hourly rows of a time, the actual intensity and its day-ahead forecast");
  const { startsAtMs, stepMs, gramsPerKwh, forecast, notes } = readSeries(file);
  notes.forEach(progress);
  if (!forecast)
    throw new Error("The file has no column of forecasts. Name one such as ci_day_ahead_forecast.");
  if (stepMs !== HOUR_MS) throw new Error("The rows of the file are not an hour apart.");
  if (startsAtMs % DAY_MS !== 0) throw new Error("The first row of the file is not at 00:00 UTC.");
  const result = dayAhead({ startsAtMs, actual: gramsPerKwh, forecast }, decisionRecord());
  const parameters = {
    arrivalEveryHours: 1,
    endsBy: "24:00 UTC",
    jobHours: result.rows.map(({ jobHours }) => jobHours),
  };
  reportRows(
    { ...result, notes, ...provenanceOf([file], parameters) },
    {
      [`${result.days} days, mean absolute percentage error ${result.mapePercent.toFixed(2)} %`]: result.rows,
    },
  );
  return true;
});
