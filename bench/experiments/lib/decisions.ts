import { appendFileSync, writeFileSync } from "node:fs";
import { HOUR_MS } from "#server/domain/clock.ts";
import type { BacktestResult } from "#server/domain/backtest/backtest.ts";
import { START_REASONS, type BacktestInput } from "#server/domain/backtest/input.ts";
import { textOption } from "./options.ts";

export type Record = (experiment: string, input: BacktestInput, result: BacktestResult) => void;

const HEAD = "experiment,job,arrival,start,end,grams_of_1_kw,grams_at_once,delay_h,fallback,reason\n";

/** With --decisions FILE.csv every decision is written there, one a line; without it nothing is. */
export function decisionRecord(): Record {
  const file = textOption("decisions");
  if (file === undefined) return () => {};
  writeFileSync(file, HEAD);
  return (experiment, input, result) => appendFileSync(file, linesOf(experiment, input, result));
}

export function linesOf(experiment: string, input: BacktestInput, { trace, bounds }: BacktestResult): string {
  const { startsAtMs, stepMs, jobs } = input;
  const hours = stepMs / HOUR_MS;
  const at = (slot = 0) => new Date(startsAtMs + slot * stepMs).toISOString();
  const grams = (sum: number | undefined) =>
    sum === undefined || Number.isNaN(sum) ? "" : String(Math.round(sum * hours * 1e6) / 1e6);
  const name = experiment.includes(",") ? `"${experiment}"` : experiment;
  const lines = jobs.map(({ arrival, slots }, index) => {
    const end = trace.ends[index] ?? 0;
    return [
      name,
      index,
      at(arrival),
      at(trace.starts[index]),
      at(end),
      grams(trace.slotGrams[index]),
      grams(bounds.atOnce[index]),
      (end - slots - arrival) * hours,
      trace.fallbacks[index] === 1,
      START_REASONS[trace.reasons[index] ?? 0],
    ].join(",");
  });
  return `${lines.join("\n")}\n`;
}
