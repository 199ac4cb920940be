import { dashboardOf, type Panel } from "./panel.ts";

const quantiles = (metric: string): [string, string][] =>
  [0.5, 0.99].map((q) => [
    `histogram_quantile(${q}, sum by (le) (rate(${metric}_bucket[$__rate_interval])))`,
    `p${q * 100}`,
  ]);

const CARBON: readonly Panel[] = [
  {
    title: "Grid intensity",
    description: "The newest reading of each zone. A hole is a hole: no reading is never 0 g.",
    queries: [["max by (zone, signal) (karbon_intensity_grams_per_kwh)", "{{zone}}, {{signal}}"]],
    unit: "none",
    width: 16,
  },
  {
    title: "Held Jobs",
    description: "Jobs that wait for a window.",
    queries: [["max(karbon_held_jobs)", "held"]],
    unit: "none",
    kind: "stat",
    width: 4,
  },
  {
    title: "Saved",
    description: "Grams that the Jobs did not emit because they waited, estimated. Below zero: it cost.",
    queries: [
      [
        "sum(increase(karbon_counterfactual_grams_total[$__range])) - sum(increase(karbon_grams_total[$__range]))",
        "gCO2e",
      ],
    ],
    unit: "massg",
    kind: "stat",
    width: 4,
  },
  {
    title: "Kept back",
    description: "Jobs that may start and wait for the release rate or the power cap.",
    queries: [["max by (by) (karbon_kept_back_jobs)", "by the {{by}}"]],
    unit: "none",
  },
  {
    title: "Power of the Jobs that run",
    description: "Estimated, beside the power cap where there is one.",
    queries: [
      ["max(karbon_running_watts)", "run"],
      ["max(karbon_power_cap_watts)", "cap"],
    ],
    unit: "watt",
  },
  {
    title: "Grams an hour: as run, and as if run at submission",
    description: "Both by the same estimate of power; the space between is what waiting did.",
    queries: [
      ["sum(rate(karbon_grams_total[1h])) * 3600", "as run"],
      ["sum(rate(karbon_counterfactual_grams_total[1h])) * 3600", "at submission"],
    ],
    unit: "massg",
  },
  {
    title: "Energy an hour",
    description: "Of the Jobs that started, estimated.",
    queries: [["sum(rate(karbon_estimated_energy_kwh_total[1h])) * 3600", "kWh"]],
    unit: "kwatth",
  },
  {
    title: "How long Jobs waited",
    description: "From creation to release.",
    queries: quantiles("karbon_job_delay_seconds"),
    unit: "s",
  },
  {
    title: "Decisions an hour, by reason",
    description: "Why Jobs run, wait, or go to the fallback pool.",
    queries: [["sum by (reason) (rate(karbon_decisions_total[1h])) * 3600", "{{reason}}"]],
    unit: "none",
  },
  {
    title: "Released at their latest start",
    description: "They waited, and no window came.",
    queries: [["sum(increase(karbon_deadline_releases_total[1h]))", "an hour"]],
    unit: "none",
  },
  {
    title: "Dry runs: would have saved",
    description:
      "Grams that Jobs in dry runs would not have emitted, by the forecast when they came. Nothing was done.",
    queries: [
      [
        "sum(increase(karbon_dry_run_counterfactual_grams_total[$__range])) - sum(increase(karbon_dry_run_grams_total[$__range]))",
        "gCO2e",
      ],
    ],
    unit: "massg",
    kind: "stat",
    width: 4,
  },
  {
    title: "Dry runs: decisions an hour, by reason",
    description: "Why Jobs would have run or waited.",
    queries: [["sum by (reason) (rate(karbon_dry_run_decisions_total[1h])) * 3600", "{{reason}}"]],
    unit: "none",
    width: 8,
  },
  {
    title: "Age of the signal",
    description: "Past its policy's patience Jobs run at once, and say so.",
    queries: [["max by (zone) (karbon_intensity_age_seconds)", "{{zone}}"]],
    unit: "s",
  },
];

const AGENT: readonly Panel[] = [
  {
    title: "Leader",
    description: "1 where the loops run. Every replica answers the API server.",
    queries: [["karbon_leader", "{{pod}}"]],
    unit: "none",
    width: 8,
  },
  {
    title: "Reviews",
    description: "Admission reviews a second.",
    queries: [["sum(rate(karbon_review_duration_seconds_count[$__rate_interval]))", "a second"]],
    unit: "reqps",
    width: 8,
  },
  {
    title: "Review latency",
    description: "The API server waits 2 s, then lets the Job pass.",
    queries: quantiles("karbon_review_duration_seconds"),
    unit: "s",
    width: 8,
  },
  {
    title: "Reconcile latency",
    description: "One look at one Job, with the calls it makes.",
    queries: quantiles("karbon_reconcile_duration_seconds"),
    unit: "s",
  },
  {
    title: "Errors of the loops",
    description: "Each is tried again, with a growing delay.",
    queries: [["sum(rate(karbon_reconcile_errors_total[$__rate_interval]))", "a second"]],
    unit: "none",
  },
  {
    title: "Missed at creation",
    description: "Jobs that had started before the agent saw them: they are never suspended.",
    queries: [["sum(increase(karbon_admission_missed_total[1h]))", "an hour"]],
    unit: "none",
  },
];

/** File name -> dashboard, as Grafana imports it. */
export const dashboards = () => ({
  "karbonetes-carbon.json": dashboardOf(
    "karbonetes-carbon",
    "Karbonetes: carbon",
    "What the grid does, what waits, and what it saves.",
    CARBON,
  ),
  "karbonetes-agent.json": dashboardOf(
    "karbonetes-agent",
    "Karbonetes: agent",
    "Whether the agent answers, leads and keeps up.",
    AGENT,
  ),
});
