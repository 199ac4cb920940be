import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { startControlPlane } from "#server/adapters/control-plane/start-control-plane.ts";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { studyTrace } from "../e2e/kubernetes/trace/study.ts";
import type { TraceVerdict } from "../e2e/kubernetes/trace/verdict.ts";
import { measure, option, progress, report } from "./report.ts";

const SHARED = path.resolve(import.meta.dirname, "../../shared/data");
const FILES = {
  jobs: path.join(SHARED, "jobs/pai_1k.csv"),
  grid: path.join(SHARED, "opendc-2022/DE_2022.csv.gz"),
};
const MOST_DIFFERENCE_PERCENT = 0.1;

/**
 * Real batch jobs through webhook and loop on a real control plane of its own, by a clock that stands while the loop works, and the
 * grams at the agent's recorded instants beside those of the backtest.
 */
await measure(async () => {
  const count = option("jobs", 1_000);
  for (const file of Object.values(FILES))
    if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const dir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-trace-"));
  const engines = await haveEngines({ env: process.env, say: progress });
  const plane = await startControlPlane({ dir, engines });
  const kube = createKubeClient(plane.kubeconfig);
  const began = performance.now();
  try {
    const policies = await studyTrace(kube, FILES, count);
    return tell(policies, (performance.now() - began) / 1_000);
  } finally {
    await kube.close();
    await plane.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});

function tell(policies: readonly TraceVerdict[], seconds: number): boolean {
  const sum = (value: (verdict: TraceVerdict) => number) =>
    policies.reduce((total, verdict) => total + value(verdict), 0);
  const grams = sum((each) => each.grams);
  const backtestGrams = sum((each) => each.backtestGrams);
  const total = {
    jobs: sum(({ jobs }) => jobs),
    lost: sum(({ lost }) => lost),
    early: sum(({ early }) => early),
    late: sum(({ late }) => late),
    grams,
    backtestGrams,
    differencePercent: (100 * Math.abs(grams - backtestGrams)) / backtestGrams,
  };
  report({ ...total, seconds, policies }, [
    ["seconds", seconds.toFixed(1)],
    ...policies.flatMap((each) => rowsOf(each)),
  ]);
  const worst = Math.max(...policies.map(({ differencePercent }) => differencePercent));
  return total.lost + total.early + total.late === 0 && worst <= MOST_DIFFERENCE_PERCENT;
}

function rowsOf(verdict: TraceVerdict): (readonly [string, string | number])[] {
  return [
    [verdict.policy, ""],
    ["  Jobs", verdict.jobs],
    ["  held at admission", verdict.held],
    ["  let go at their latest start", verdict.atLatestStart],
    ["  lost, early, late", `${verdict.lost}, ${verdict.early}, ${verdict.late}`],
    ["  let go at the backtest's very instant", verdict.sameInstant],
    ["  g, by the agent's records", verdict.grams.toFixed(2)],
    ["  g, by the backtest", verdict.backtestGrams.toFixed(2)],
    ["  g, had each run at once", verdict.gramsAtOnce.toFixed(2)],
    ["  difference from the backtest", `${verdict.differencePercent.toFixed(4)} %`],
  ];
}
