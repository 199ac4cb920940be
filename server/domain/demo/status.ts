import { POOL_LABEL, ANNOTATION } from "../job/annotations.ts";
import { annotationsOf, isCarbonAware, outcomeOf } from "../job/facts.ts";
import type { Job, Node, Pod } from "../kubernetes.ts";

export interface DemoRow {
  job: string;
  state: string;
  reason: string;
  releaseAt: string;
  latestStart: string;
  nodePool: string;
}

/** What is known of each Job, in texts for a terminal; "-" where there is nothing to say. */
export function demoRows(jobs: readonly Job[], pods: readonly Pod[], nodes: readonly Node[]): DemoRow[] {
  const poolOf = new Map(nodes.map(({ metadata }) => [metadata.name, metadata.labels?.[POOL_LABEL]]));
  return jobs
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map((job) => {
      const said = annotationsOf(job);
      const own = pods.filter(({ metadata }) => metadata.labels?.["job-name"] === job.metadata.name);
      const pools = own
        .map(({ spec }) => poolOf.get(spec.nodeName ?? ""))
        .filter((pool) => pool !== undefined);
      return {
        job: job.metadata.name,
        state: stateOf(job, own),
        reason: said[ANNOTATION.reason] ?? (isCarbonAware(job) ? "-" : "not carbon-aware"),
        releaseAt: said[ANNOTATION.releaseAt] ?? "-",
        latestStart: said[ANNOTATION.latestStart] ?? "-",
        nodePool: [...new Set(pools)].join(", ") || "-",
      };
    });
}

function stateOf(job: Job, pods: readonly Pod[]): string {
  const outcome = outcomeOf(job);
  if (outcome) return outcome;
  if (job.spec.suspend === true)
    return annotationsOf(job)[ANNOTATION.state] === "held" ? "held" : "suspended";
  return pods.some(({ spec }) => spec.nodeName) ? "running" : "needs a node";
}

const HEADS: DemoRow = {
  job: "JOB",
  state: "STATE",
  reason: "REASON",
  releaseAt: "RELEASE AT",
  latestStart: "LATEST START",
  nodePool: "NODE POOL",
};

/** The rows under their heads, each column as wide as its widest cell. */
export function demoTable(rows: readonly DemoRow[]): string {
  const lines = [HEADS, ...rows].map((row) => Object.values(row) as string[]);
  const widths = Object.keys(HEADS).map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
