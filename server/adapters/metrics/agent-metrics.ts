import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { AGENT_METRICS, type AgentMetricName } from "#server/domain/agent/metrics.ts";
import type { CarbonSignal } from "#server/domain/carbon/signal.ts";
import type { DecideInput, Decision } from "#server/domain/job/decision.ts";
import { estimateOf } from "#server/domain/job/estimate.ts";
import type { WouldHave } from "#server/domain/job/would-have.ts";

/** What is read at the moment of a scrape. */
export interface Scrape {
  signals: Iterable<CarbonSignal>;
  heldJobs: number;
  /** Of the leader only. */
  line?: { keptByRate: number; keptByCap: number; runningWatts: number };
  capWatts?: number;
  now: Date;
}
export interface AgentMetrics {
  decided(decision: Decision): void;
  /** A Job was let go, at admission or later. */
  released(decision: Decision, input: DecideInput, watts: number): void;
  /** Of a dry run: nothing was done. */
  wouldHave(decision: Decision, outcome: WouldHave): void;
  reviewed(seconds: number): void;
  reconciled(seconds: number, failed: boolean): void;
  missed(): void;
  leads(leading: boolean): void;
  render(): Promise<{ contentType: string; text: string }>;
}

const HOUR = 3_600;
const BUCKETS: Partial<Record<AgentMetricName, number[]>> = {
  karbon_job_delay_seconds: [1 / HOUR, 1 / 12, 1 / 4, 1 / 2, 1, 2, 4, 6, 8, 12, 16, 24, 48, 168].map(
    (hours) => Math.round(hours * HOUR),
  ),
  karbon_review_duration_seconds: [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
  karbon_reconcile_duration_seconds: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
};

const SHAPING = ["karbon_running_watts", "karbon_power_cap_watts"] as const;

/** Counters and histograms of one agent, under the names of the domain's list. `scrape` is asked once each time. */
export function createAgentMetrics(scrape: () => Scrape | undefined | false): AgentMetrics {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  for (const { name, type, labels, help } of AGENT_METRICS) {
    const common = { name, help, labelNames: [...labels], registers: [registry] };
    if (type === "counter") counters.set(name, new Counter(common));
    else if (type === "gauge") gauges.set(name, new Gauge(common));
    else histograms.set(name, new Histogram({ ...common, buckets: BUCKETS[name] }));
  }
  const count = (name: AgentMetricName, value = 1) => counters.get(name)?.inc(value);
  const observe = (name: AgentMetricName, seconds: number) => histograms.get(name)?.observe(seconds);

  function refresh(): void {
    const found = scrape();
    if (!found) return;
    gauges.get("karbon_held_jobs")?.set(found.heldJobs);
    refreshShaping(found);
    const intensity = gauges.get("karbon_intensity_grams_per_kwh");
    const age = gauges.get("karbon_intensity_age_seconds");
    intensity?.reset(); // a zone that is gone is absent, not frozen
    age?.reset();
    for (const { zone, kind, latest } of found.signals) {
      if (!latest) continue;
      intensity?.set({ zone, signal: kind }, latest.gramsPerKwh);
      age?.set({ zone }, Math.max(0, (+found.now - +latest.startsAt - latest.stepMs) / 1_000));
    }
  }

  /** What is not known here is absent. */
  function refreshShaping({ line, capWatts }: Scrape): void {
    const set = (name: AgentMetricName, value: number | undefined, labels = {}) => {
      if (value !== undefined) gauges.get(name)?.set(labels, value);
    };
    for (const name of SHAPING) gauges.get(name)?.remove();
    gauges.get("karbon_kept_back_jobs")?.reset();
    set("karbon_kept_back_jobs", line?.keptByRate, { by: "rate" });
    set("karbon_kept_back_jobs", line?.keptByCap, { by: "cap" });
    set("karbon_running_watts", line?.runningWatts);
    set("karbon_power_cap_watts", capWatts);
  }

  return {
    decided: ({ reason }) => counters.get("karbon_decisions_total")?.inc({ reason }),
    released(decision, input, watts) {
      if ((input.job.ranMs ?? 0) > 0) return; // an interruptible Job is counted once, at its first start
      observe("karbon_job_delay_seconds", Math.max(0, +input.now - +input.job.submittedAt) / 1_000);
      if (decision.kind === "fallback") count("karbon_deadline_releases_total");
      const { energyKwh, grams, gramsAtSubmission } = estimateOf(input, watts);
      count("karbon_estimated_energy_kwh_total", energyKwh);
      if (grams === null || gramsAtSubmission === null) return; // both or neither, or their difference is no saving
      count("karbon_grams_total", grams);
      count("karbon_counterfactual_grams_total", gramsAtSubmission);
    },
    wouldHave({ reason }, { gramsNow, gramsPlanned }) {
      counters.get("karbon_dry_run_decisions_total")?.inc({ reason });
      if (gramsNow === null || gramsPlanned === null) return;
      count("karbon_dry_run_grams_total", gramsPlanned);
      count("karbon_dry_run_counterfactual_grams_total", gramsNow);
    },
    reviewed: (seconds) => observe("karbon_review_duration_seconds", seconds),
    reconciled(seconds, failed) {
      observe("karbon_reconcile_duration_seconds", seconds);
      if (failed) count("karbon_reconcile_errors_total");
    },
    missed: () => count("karbon_admission_missed_total"),
    leads: (leading) => gauges.get("karbon_leader")?.set(leading ? 1 : 0),
    async render() {
      refresh();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
