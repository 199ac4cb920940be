import { counted, grams, when } from "#charts/format.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";

export const GROUPS = ["waiting", "running", "finished"] as const;
export type Group = (typeof GROUPS)[number];
export interface Filter {
  group: Group | "all";
  text: string;
}
export interface Grouped {
  group: Group;
  rows: WorkloadRow[];
}

export const keyOf = (row: Pick<WorkloadRow, "cluster" | "namespace" | "name">): string =>
  `${row.cluster}/${row.namespace}/${row.name}`;

/** The address of a row, "cluster/namespace/name"; undefined for anything else. Names hold no slash. */
export function parseKey(
  text: string | null,
): { cluster: string; namespace: string; name: string } | undefined {
  const [cluster, namespace, name, more] = (text ?? "").split("/");
  return cluster && namespace && name && more === undefined ? { cluster, namespace, name } : undefined;
}

/** Every word must be found in the name, the namespace or the cluster. */
export function matches(row: WorkloadRow, text: string): boolean {
  const hay = `${row.cluster} ${row.namespace}/${row.name}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

/** The groups asked for, in their order; an empty one is left out. */
export function groupRows(rows: readonly WorkloadRow[], { group, text }: Filter): Grouped[] {
  return GROUPS.filter((candidate) => group === "all" || group === candidate)
    .map((candidate) => ({
      group: candidate,
      rows: rows
        .filter((row) => row.group === candidate && matches(row, text.trim()))
        .toSorted(ORDER[candidate]),
    }))
    .filter((grouped) => grouped.rows.length > 0);
}

/** The first rows over all groups, and the opened one wherever it stands; `count` is of the whole group. */
export function firstOf(
  groups: readonly Grouped[],
  most: number,
  open: string | null,
): (Grouped & { count: number })[] {
  let left = most;
  return groups.map(({ group, rows }) => {
    const room = left;
    left = Math.max(0, left - rows.length);
    const shown = rows.filter((row, index) => index < room || keyOf(row) === open);
    return { group, rows: shown, count: rows.length };
  });
}

const later = Number.POSITIVE_INFINITY;
const byName = (a: WorkloadRow, b: WorkloadRow) => keyOf(a).localeCompare(keyOf(b));
const ORDER: Record<Group, (a: WorkloadRow, b: WorkloadRow) => number> = {
  waiting: (a, b) =>
    compare(+(a.releaseAt ?? later), +(b.releaseAt ?? later)) ||
    compare(b.savingGrams ?? 0, a.savingGrams ?? 0) ||
    byName(a, b),
  running: (a, b) => compare(+(b.startedAt ?? later), +(a.startedAt ?? later)) || byName(a, b),
  finished: (a, b) => compare(+(b.finishedAt ?? 0), +(a.finishedAt ?? 0)) || byName(a, b),
};
const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);

/** The page's sentence: how many wait, and when the first of them starts. */
export function headline(rows: readonly WorkloadRow[], now: Date, timeZone: string): string {
  const waiting = rows.filter(({ group }) => group === "waiting");
  const running = rows.filter(({ group }) => group === "running").length;
  if (rows.length === 0) return "No carbon-aware Job yet.";
  if (waiting.length === 0)
    return running === 0
      ? "No Job waits and none runs."
      : `No Job waits; ${running} ${running === 1 ? "runs" : "run"}.`;
  const wait = `${counted(waiting.length, "Job")} ${waiting.length === 1 ? "waits" : "wait"}`;
  const first = Math.min(...waiting.map(({ releaseAt }) => +(releaseAt ?? later)));
  if (!Number.isFinite(first)) return `${wait}.`;
  const starts = waiting.length === 1 ? "it starts" : "the first starts";
  return first <= +now
    ? `${wait}; ${starts} now.`
    : `${wait}; ${starts} at ${when(new Date(first), now, timeZone)}.`;
}

/** What waiting avoids. Simulated grams are never added to real ones. */
export function savingSentence(rows: readonly WorkloadRow[]): string | undefined {
  const sum = (simulated: boolean) =>
    rows
      .filter((row) => row.group === "waiting" && row.simulated === simulated)
      .reduce((total, row) => total + Math.max(0, row.savingGrams ?? 0), 0);
  const real = sum(false);
  const simulated = sum(true);
  if (real > 0 && simulated > 0)
    return `Waiting avoids ${grams(real)} CO₂e, if the forecast holds; ${grams(simulated)} more are simulated`;
  if (real > 0) return `Waiting avoids ${grams(real)} CO₂e, if the forecast holds`;
  return simulated > 0
    ? `Waiting avoids ${grams(simulated)} CO₂e, simulated, if the forecast holds`
    : undefined;
}

export type Saving =
  | { kind: "unknown" }
  | { kind: "nothing" }
  | { kind: "saved" | "cost"; grams: number; percent: number };

/** What a row saves: foreseen while it waits, measured against its submission once it ran. Null stays unknown. */
export function savingOf(row: WorkloadRow): Saving {
  const [without, withWait] =
    row.group === "waiting" ? [row.gramsNow, row.gramsPlanned] : [row.gramsAtSubmission, row.gramsMeasured];
  if (without === null || withWait === null) return { kind: "unknown" };
  const saved = without - withWait;
  if (Math.abs(saved) < 0.5 && Math.abs(saved) <= 0.005 * without) return { kind: "nothing" };
  return {
    kind: saved >= 0 ? "saved" : "cost",
    grams: saved,
    percent: without > 0 ? (100 * saved) / without : 0,
  };
}

/** What running at once costs, said before it is done. */
export function runNowCost(row: Pick<WorkloadRow, "gramsNow" | "gramsPlanned">): string {
  if (row.gramsNow === null || row.gramsPlanned === null)
    return "The grid is not known for the whole run, so what this costs is not known either.";
  if (row.gramsNow <= row.gramsPlanned)
    return `Running now emits ${grams(row.gramsNow)}, no more than waiting.`;
  return `Running now emits ${grams(row.gramsNow)} instead of ${grams(row.gramsPlanned)}.`;
}

export const isShallowEqual = (a: object, b: object): boolean =>
  Object.entries(a).every(([key, value]) => Object.is(value, (b as Record<string, unknown>)[key]));

/** Whether two readings of a Job say the same; dates are compared by their instant. */
export function isSameJob(a: WorkloadRow, b: WorkloadRow): boolean {
  return (Object.keys({ ...a, ...b }) as (keyof WorkloadRow)[]).every((key) => {
    const [before, after] = [a[key], b[key]];
    if (before instanceof Date && after instanceof Date) return +before === +after;
    if (key === "rule") return JSON.stringify(before) === JSON.stringify(after);
    return Object.is(before, after);
  });
}
