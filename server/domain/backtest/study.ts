import { HORIZON_MS } from "../carbon/forecaster.ts";
import { rollInPieces, type ForecastMatrix } from "../carbon/rolling-forecast.ts";
import type { Series } from "../carbon/series.ts";
import { backtest, type BacktestResult } from "./backtest.ts";
import type { BacktestJob, Rule } from "./input.ts";

/** A policy on the past of a zone, by our own forecaster: at each slot only what had been read before it is known. */
export interface StudyRequest {
  series: Series;
  jobs: readonly BacktestJob[];
  rule: Rule;
  /** The slots to forecast at, where they shall serve other Jobs too; must hold those of these. Default: `slotsAsked`. */
  asked?: { from: number; to: number };
  /** Kept from an earlier study of the same series and slots; made anew when absent. */
  forecasts?: ForecastMatrix;
}
export interface StudyResult extends BacktestResult {
  forecasts: ForecastMatrix;
}

/** Done in pieces, so that whoever drives it can tell how far it is (0..1) and stop it in between. */
export function* study({
  series,
  jobs,
  rule,
  asked,
  forecasts,
}: StudyRequest): Generator<number, StudyResult> {
  const known =
    forecasts ??
    (yield* rollInPieces(
      series,
      asked ?? slotsAsked(jobs),
      Math.round(HORIZON_MS / series.stepMs),
      needsBand(rule),
    ));
  const result = backtest({
    startsAtMs: series.startsAt,
    stepMs: series.stepMs,
    choose: { kind: "forecasts", forecasts: known, readings: series.grams },
    account: series.grams,
    jobs,
    rule,
  });
  return { ...result, forecasts: known };
}

/** Only a margin of uncertainty looks at the band, which costs as much again as the forecast. */
export const needsBand = ({ uncertaintyMargin }: Rule): boolean => uncertaintyMargin > 0;

/** From the first slot at which a Job may start to the last at which one may still be under way; `to` is exclusive. */
export function slotsAsked(jobs: readonly BacktestJob[]): { from: number; to: number } {
  let from = Infinity;
  let to = 0;
  for (const { earliest, latest, slots } of jobs) {
    from = Math.min(from, earliest);
    to = Math.max(to, latest + slots);
  }
  return { from: Math.min(from, to), to };
}
