import type { AgentMetricName } from "#server/domain/agent/metrics.ts";

interface Alert {
  alert: string;
  expr: string;
  for: string;
  severity: "warning" | "critical";
  summary: string;
  description: string;
}

const metric = (name: AgentMetricName, suffix: "" | "_bucket" | "_count" = ""): string => `${name}${suffix}`;
const rate = (name: string, over = "5m"): string => `rate(${name}[${over}])`;

/** Each says what it means for Jobs, since the agent fails open: none of these stops work. */
const ALERTS: readonly Alert[] = [
  {
    alert: "KarbonetesAgentHasNoLeader",
    expr: `sum(${metric("karbon_leader")}) < 1 or absent(${metric("karbon_leader")})`,
    for: "5m",
    severity: "critical",
    summary: "No replica of the carbon agent leads.",
    description:
      "Held Jobs are not released: look at the agent's pods and at its Lease karbonetes-agent in karbonetes-system.",
  },
  {
    alert: "KarbonetesSignalStale",
    expr: `max by (zone) (${metric("karbon_intensity_age_seconds")}) > 10800`,
    for: "15m",
    severity: "warning",
    summary: "The intensity of {{ $labels.zone }} is {{ $value | humanizeDuration }} old.",
    description: "Without a usable signal Jobs run at once. Look at the source of the zone.",
  },
  {
    alert: "KarbonetesAdmissionsMissed",
    expr: `increase(${metric("karbon_admission_missed_total")}[1h]) > 0`,
    for: "0m",
    severity: "warning",
    summary: "{{ $value | humanize }} carbon-aware Jobs started before the agent saw them.",
    description: "The webhook did not answer when they were created. They ran at once.",
  },
  {
    alert: "KarbonetesMostlyLatestStarts",
    expr: `increase(${metric("karbon_deadline_releases_total")}[1d]) > 0.5 * increase(${metric("karbon_job_delay_seconds", "_count")}[1d]) > 5`,
    for: "1h",
    severity: "warning",
    summary: "More than half of the held Jobs waited until their latest start.",
    description: "They waited and saved little: a longer maxDelay, or a higher limit, would find windows.",
  },
  {
    alert: "KarbonetesReviewsSlow",
    expr: `histogram_quantile(0.99, sum by (le) (${rate(metric("karbon_review_duration_seconds", "_bucket"))})) > 0.5`,
    for: "10m",
    severity: "warning",
    summary: "One review in a hundred takes longer than {{ $value | humanizeDuration }}.",
    description: "After 2 s the API server stops asking and Jobs pass as they are. Give the agent more CPU.",
  },
  {
    alert: "KarbonetesReconcileErrors",
    expr: `sum(${rate(metric("karbon_reconcile_errors_total"), "15m")}) > 0.1`,
    for: "15m",
    severity: "warning",
    summary: "Looks at Jobs keep failing.",
    description: "Each is tried again. The agent's log names the Job and the answer of the API server.",
  },
];

const SAVED = `${metric("karbon_counterfactual_grams_total")} - ${metric("karbon_grams_total")}`;

/** In the form of Prometheus' rule files and of the operator's PrometheusRule alike. */
export const ruleGroups = () => [
  {
    name: "karbonetes.rules",
    rules: [{ record: "karbon:grams_saved:total", expr: `sum(${SAVED})` }],
  },
  {
    name: "karbonetes.alerts",
    rules: ALERTS.map(({ alert, expr, for: lasting, severity, summary, description }) => ({
      alert,
      expr,
      for: lasting,
      labels: { severity },
      annotations: { summary, description },
    })),
  },
];
