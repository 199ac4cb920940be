import { labelsText } from "#server/domain/cluster/labels.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { BROKEN, providerText } from "./fleet.prepare.ts";

export const SHOWS = ["all", "needs-look", "waiting"] as const;
export type Show = (typeof SHOWS)[number];
export interface FleetFilter {
  show: Show;
  /** Words that all must be met: a part of name, grid, provider, version or policy; or key=value of a label. */
  text: string;
}
export interface FleetGroup {
  /** Empty where the clusters are not grouped. */
  title: string;
  clusters: readonly ClusterSummary[];
}
/** What clusters can be grouped by; `label:KEY` besides. */
const KINDS = { state: "State", provider: "Provider", zone: "Grid", version: "Kubernetes" } as const;

export const filterFleet = (
  clusters: readonly ClusterSummary[],
  { show, text }: FleetFilter,
): ClusterSummary[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return clusters.filter((cluster) => isShown(cluster, show) && words.every((word) => isMet(cluster, word)));
};

function isShown({ state, waitingJobs, managementAway }: ClusterSummary, show: Show): boolean {
  if (show === "needs-look") return BROKEN.includes(state) || managementAway === true;
  return show === "all" || (waitingJobs ?? 0) > 0;
}

function isMet(cluster: ClusterSummary, word: string): boolean {
  if (word.includes("="))
    return Object.entries(cluster.labels).some(([key, value]) => `${key}=${value}`.toLowerCase() === word);
  const { name, zone, zoneName, kubernetesVersion, policies, labels } = cluster;
  const parts = [name, zone, zoneName, providerText(cluster), kubernetesVersion ?? "", labelsText(labels)];
  return [...parts, ...policies].some((part) => part.toLowerCase().includes(word));
}

/** What there is to group these clusters by: a label only where some cluster has it. */
export function groupChoices(clusters: readonly ClusterSummary[]): { value: string; label: string }[] {
  const keys = new Set(clusters.flatMap(({ labels }) => Object.keys(labels)));
  return [
    ...Object.entries(KINDS).map(([value, label]) => ({ value, label })),
    ...[...keys].toSorted().map((key) => ({ value: `label:${key}`, label: `Label ${key}` })),
  ];
}

/** In the order of their titles; those without what is asked for come last, under a title that says so. */
export function groupFleet(clusters: readonly ClusterSummary[], by: string): FleetGroup[] {
  if (by === "") return clusters.length > 0 ? [{ title: "", clusters: [...clusters] }] : [];
  const groups = new Map<string, ClusterSummary[]>();
  for (const cluster of clusters) {
    const title = titleOf(cluster, by) ?? "";
    groups.set(title, [...(groups.get(title) ?? []), cluster]);
  }
  const without = by.startsWith("label:") ? `Without ${by.slice(6)}` : "Not known";
  return [...groups]
    .toSorted(
      ([a], [b]) => Number(a === "") - Number(b === "") || a.localeCompare(b, "en", { numeric: true }),
    )
    .map(([title, members]) => ({ title: title || without, clusters: members }));
}

function titleOf(cluster: ClusterSummary, by: string): string | undefined {
  switch (by) {
    case "state":
      return STATES[cluster.state];
    case "provider":
      return providerText(cluster);
    case "zone":
      return cluster.zoneName === cluster.zone ? cluster.zone : `${cluster.zone}, ${cluster.zoneName}`;
    case "version":
      return minorOf(cluster.kubernetesVersion)?.text;
    default:
      return cluster.labels[by.replace(/^label:/, "")];
  }
}
const STATES: Record<ClusterSummary["state"], string> = {
  failing: "Failing",
  stuck: "Stuck",
  unreachable: "Unreachable",
  "not-started": "Not started",
  reconciling: "Being worked on",
  deleting: "Being deleted",
  ready: "Ready",
};

function minorOf(version: string | null): { text: string; minor: number } | undefined {
  const match = /^v?(\d+)\.(\d+)/.exec(version ?? "");
  return match
    ? { text: `v${match[1]}.${match[2]}`, minor: Number(match[1]) * 1_000 + Number(match[2]) }
    : undefined;
}

/** How many minors of Kubernetes each cluster is behind the newest of the fleet, by its id; 0 where that is not known. */
export function skewOf(clusters: readonly ClusterSummary[]): Map<string, number> {
  const minors = clusters.map(({ id, kubernetesVersion }) => ({
    id,
    minor: minorOf(kubernetesVersion)?.minor,
  }));
  const newest = minors.reduce((most, { minor = 0 }) => Math.max(most, minor), 0);
  return new Map(minors.map(({ id, minor = newest }) => [id, newest - minor]));
}

/** The first `most` of all groups together. */
export function firstOfGroups(groups: readonly FleetGroup[], most: number): FleetGroup[] {
  let left = most;
  return groups.flatMap((group) => {
    const clusters = group.clusters.slice(0, Math.max(0, left));
    left -= group.clusters.length;
    return clusters.length > 0 ? [{ ...group, clusters }] : [];
  });
}
