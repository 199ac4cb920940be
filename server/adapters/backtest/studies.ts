import type { ForecastMatrix } from "#server/domain/carbon/rolling-forecast.ts";
import { needsBand, slotsAsked, type StudyRequest, type StudyResult } from "#server/domain/backtest/study.ts";
import { findThread, studyHere, studyInThread, type StudyWatch } from "./thread.ts";

/** A year of half hours takes 14 MB. */
const MOST_KEPT = 4;
/** Fewer are decided faster than a thread starts. */
const MANY_JOBS = 20_000;

/**
 * Runs studies, and keeps the forecasts of the last few: a slider that is moved pays for them once. `key` names the series, its
 * newest reading included; two that ask for the same at once share one run.
 */
export function createStudies(threadFile: () => string | undefined = findThread) {
  const kept = new Map<string, ForecastMatrix>();
  const underWay = new Map<string, Promise<unknown>>();

  async function run(key: string, request: StudyRequest, watch: StudyWatch): Promise<StudyResult> {
    const { from, to } = request.asked ?? slotsAsked(request.jobs);
    const name = `${key} ${from} ${to}${needsBand(request.rule) ? " band" : ""}`;
    for (let other = underWay.get(name); other && !kept.has(name); other = underWay.get(name)) {
      await other.catch(() => {}); // it may have been stopped; then we make them
    }
    const forecasts = kept.get(name);
    const running = runOne({ ...request, ...(forecasts && { forecasts }) }, watch);
    if (forecasts) return running;
    underWay.set(name, running);
    try {
      const result = await running;
      keep(name, result.forecasts);
      return result;
    } finally {
      if (underWay.get(name) === running) underWay.delete(name);
    }
  }

  function runOne(request: StudyRequest, watch: StudyWatch): Promise<StudyResult> {
    const { forecasts, jobs, rule } = request;
    const big = !forecasts || jobs.length > MANY_JOBS || rule.strategy === "interruptible";
    const file = big ? threadFile() : undefined;
    return file ? studyInThread(file, request, watch) : studyHere(request, watch);
  }

  function keep(name: string, forecasts: ForecastMatrix): void {
    kept.delete(name);
    kept.set(name, forecasts);
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  }

  return { run };
}
export type Studies = ReturnType<typeof createStudies>;
