import { evaluateForecaster } from "#server/domain/backtest/skill.ts";
import type { Series } from "#server/domain/carbon/series.ts";
import type { Record } from "./decisions.ts";

const HORIZONS_HOURS = [1, 3, 6, 12, 24, 36, 48];

/** A year to learn, where there is more than one; else the first half. The slot from which on is judged. */
export function judgedFrom({ startsAt, stepMs, grams }: Series): number {
  const start = new Date(startsAt);
  const yearLater = Date.UTC(
    start.getUTCFullYear() + 1,
    start.getUTCMonth(),
    start.getUTCDate(),
    start.getUTCHours(),
    start.getUTCMinutes(),
  );
  const aYear = Math.round((yearLater - startsAt) / stepMs);
  return grams.length > 1.1 * aYear ? aYear : Math.floor(grams.length / 2);
}

/** As the carbon page judges it, on a file. @throws Error when nothing could be saved in it */
export function forecastSkill(series: Series, record: Record) {
  const from = judgedFrom(series);
  const skill = evaluateForecaster(series, { horizonsHours: HORIZONS_HOURS, from, onBacktest: record });
  if (!skill?.captured) throw new Error("Nothing could be saved in the part of the file that is judged.");
  return { judgedFrom: from, rows: skill.rows, captured: skill.captured };
}
