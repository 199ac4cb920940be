interface AgentMetric {
  name: string;
  type: "gauge" | "counter" | "histogram";
  labels: readonly string[];
  help: string;
}

/** What the agent measures of itself, under names that stay: dashboards and alerts are written on them. */
export const AGENT_METRICS = [
  {
    name: "karbon_intensity_grams_per_kwh",
    type: "gauge",
    labels: ["zone", "signal"],
    help: "The newest intensity, gCO2eq/kWh; absent where none is known.",
  },
  {
    name: "karbon_intensity_age_seconds",
    type: "gauge",
    labels: ["zone"],
    help: "Since the end of the newest reading's slot.",
  },
  { name: "karbon_decisions_total", type: "counter", labels: ["reason"], help: "Decisions by their reason." },
  { name: "karbon_held_jobs", type: "gauge", labels: [], help: "Jobs that wait." },
  {
    name: "karbon_kept_back_jobs",
    type: "gauge",
    labels: ["by"],
    help: "Held Jobs that may start and wait for the release rate or the power cap.",
  },
  {
    name: "karbon_running_watts",
    type: "gauge",
    labels: [],
    help: "Of the carbon-aware Jobs that run, estimated; told by the leader.",
  },
  {
    name: "karbon_power_cap_watts",
    type: "gauge",
    labels: [],
    help: "The power cap; absent where there is none.",
  },
  {
    name: "karbon_job_delay_seconds",
    type: "histogram",
    labels: [],
    help: "From a Job's creation to its release.",
  },
  {
    name: "karbon_deadline_releases_total",
    type: "counter",
    labels: [],
    help: "Jobs that were let go because their latest start had come.",
  },
  {
    name: "karbon_review_duration_seconds",
    type: "histogram",
    labels: [],
    help: "From an admission review's arrival to its answer.",
  },
  { name: "karbon_reconcile_duration_seconds", type: "histogram", labels: [], help: "One look at one Job." },
  {
    name: "karbon_reconcile_errors_total",
    type: "counter",
    labels: [],
    help: "Looks that failed; each is tried again.",
  },
  {
    name: "karbon_estimated_energy_kwh_total",
    type: "counter",
    labels: [],
    help: "Energy of the Jobs that started, estimated.",
  },
  {
    name: "karbon_grams_total",
    type: "counter",
    labels: [],
    help: "gCO2eq of the Jobs that started, estimated.",
  },
  {
    name: "karbon_counterfactual_grams_total",
    type: "counter",
    labels: [],
    help: "gCO2eq the same Jobs would have emitted at submission.",
  },
  {
    name: "karbon_dry_run_decisions_total",
    type: "counter",
    labels: ["reason"],
    help: "Decisions of dry runs by their reason; nothing was done.",
  },
  {
    name: "karbon_dry_run_grams_total",
    type: "counter",
    labels: [],
    help: "gCO2eq that Jobs in dry runs would have emitted as it was decided, estimated.",
  },
  {
    name: "karbon_dry_run_counterfactual_grams_total",
    type: "counter",
    labels: [],
    help: "gCO2eq of the same Jobs, begun at once, estimated.",
  },
  {
    name: "karbon_admission_missed_total",
    type: "counter",
    labels: [],
    help: "Jobs that had started before the agent saw them.",
  },
  { name: "karbon_leader", type: "gauge", labels: [], help: "1 where the loops run." },
] as const satisfies readonly AgentMetric[];

export type AgentMetricName = (typeof AGENT_METRICS)[number]["name"];
