import { expect, test } from "vitest";
import { AGENT_METRICS } from "#server/domain/agent/metrics.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import { at, inputOf, signalOf } from "#server/domain/job/testing.ts";
import { createAgentMetrics } from "./agent-metrics.ts";

const lineOf = (text: string, start: string): string | undefined =>
  text.split("\n").find((line) => line.startsWith(start));

test("every name of the list is there, each with its kind", async () => {
  const { text, contentType } = await createAgentMetrics(() => undefined).render();
  for (const { name, type } of AGENT_METRICS) expect(text).toContain(`# TYPE ${name} ${type}`);
  expect(contentType).toMatch(/^text\/plain/);
});

test("a release counts its delay, its energy and what it saved", async () => {
  const metrics = createAgentMetrics(() => undefined);
  const signal = {
    ...signalOf([100, 100], { now: at(2), latest: 300, startsAt: at(2) }),
    recent: [{ startsAt: at(0), stepMs: HOUR_MS, gramsPerKwh: 400, quality: "measured" as const }],
  };
  const input = inputOf([], { signal, now: at(2), job: { submittedAt: at(0), durationMs: HOUR_MS } });
  const decision = { kind: "fallback", reason: "LatestStartReached" } as const;
  metrics.decided(decision);
  metrics.released(decision, input, 1_000);
  metrics.missed();
  metrics.reconciled(0.1, true);
  const { text } = await metrics.render();
  expect(lineOf(text, "karbon_job_delay_seconds_sum")).toBe("karbon_job_delay_seconds_sum 7200");
  expect(lineOf(text, "karbon_grams_total")).toBe("karbon_grams_total 100");
  expect(lineOf(text, "karbon_counterfactual_grams_total")).toBe("karbon_counterfactual_grams_total 400");
  expect(lineOf(text, "karbon_deadline_releases_total")).toBe("karbon_deadline_releases_total 1");
  expect(lineOf(text, "karbon_decisions_total{")).toBe(
    'karbon_decisions_total{reason="LatestStartReached"} 1',
  );
  expect(lineOf(text, "karbon_admission_missed_total")).toBe("karbon_admission_missed_total 1");
  expect(lineOf(text, "karbon_reconcile_errors_total")).toBe("karbon_reconcile_errors_total 1");
});

test("where the grid is not known, no grams are counted on either side", async () => {
  const metrics = createAgentMetrics(() => undefined);
  metrics.released({ kind: "run-now", reason: "NoForecast" }, inputOf(undefined), 1_000);
  const { text } = await metrics.render();
  expect(lineOf(text, "karbon_estimated_energy_kwh_total")).toBe("karbon_estimated_energy_kwh_total 1");
  expect(lineOf(text, "karbon_grams_total")).toBe("karbon_grams_total 0");
});

test("what a dry run would have saved is counted apart, and only where both sides are known", async () => {
  const metrics = createAgentMetrics(() => undefined);
  const decision = { kind: "wait", reason: "BetterWindowAhead", until: at(2), savingPercent: 75 } as const;
  metrics.wouldHave(decision, { energyKwh: 1, gramsNow: 400, gramsPlanned: 100 });
  metrics.wouldHave(decision, { energyKwh: 1, gramsNow: null, gramsPlanned: null });
  const { text } = await metrics.render();
  expect(lineOf(text, "karbon_dry_run_decisions_total{")).toBe(
    'karbon_dry_run_decisions_total{reason="BetterWindowAhead"} 2',
  );
  expect(lineOf(text, "karbon_dry_run_grams_total")).toBe("karbon_dry_run_grams_total 100");
  expect(lineOf(text, "karbon_dry_run_counterfactual")).toBe("karbon_dry_run_counterfactual_grams_total 400");
  expect(lineOf(text, "karbon_decisions_total{")).toBeUndefined();
  expect(lineOf(text, "karbon_grams_total")).toBe("karbon_grams_total 0");
});

test("a zone that is gone is absent; a zone's age grows from the end of its slot", async () => {
  let signals = [signalOf([1], { now: at(0), latest: 321 })];
  const metrics = createAgentMetrics(() => ({ signals, heldJobs: 7, now: at(0.5) }));
  const before = (await metrics.render()).text;
  expect(lineOf(before, "karbon_intensity_grams_per_kwh{")).toBe(
    'karbon_intensity_grams_per_kwh{zone="DE",signal="average"} 321',
  );
  expect(lineOf(before, "karbon_intensity_age_seconds{")).toBe(
    'karbon_intensity_age_seconds{zone="DE"} 1800',
  );
  expect(lineOf(before, "karbon_held_jobs")).toBe("karbon_held_jobs 7");
  expect(lineOf(before, "karbon_kept_back_jobs{")).toBeUndefined();
  signals = [];
  expect(lineOf((await metrics.render()).text, "karbon_intensity_grams_per_kwh{")).toBeUndefined();
});

test("the line of the leader is told by what keeps back; what is not known is absent, not 0", async () => {
  let line: { keptByRate: number; keptByCap: number; runningWatts: number } | undefined = {
    keptByRate: 3,
    keptByCap: 40,
    runningWatts: 999.5,
  };
  const metrics = createAgentMetrics(() => ({
    signals: [],
    heldJobs: 43,
    line,
    capWatts: 1_000,
    now: at(0),
  }));
  const { text } = await metrics.render();
  expect(lineOf(text, 'karbon_kept_back_jobs{by="rate"}')).toBe('karbon_kept_back_jobs{by="rate"} 3');
  expect(lineOf(text, 'karbon_kept_back_jobs{by="cap"}')).toBe('karbon_kept_back_jobs{by="cap"} 40');
  expect(lineOf(text, "karbon_running_watts")).toBe("karbon_running_watts 999.5");
  expect(lineOf(text, "karbon_power_cap_watts")).toBe("karbon_power_cap_watts 1000");
  line = undefined; // another leads
  const later = (await metrics.render()).text;
  expect(lineOf(later, "karbon_kept_back_jobs")).toBeUndefined();
  expect(lineOf(later, "karbon_running_watts")).toBeUndefined();
});
