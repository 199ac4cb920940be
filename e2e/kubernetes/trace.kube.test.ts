import { existsSync } from "node:fs";
import { expect, inject, test } from "vitest";
import { connect } from "./program/cluster.ts";
import { studyTrace } from "./trace/study.ts";

const SHARED = new URL("../../../shared/data/", import.meta.url);
const absent = !existsSync(SHARED);
const file = (name: string) => new URL(name, SHARED).pathname;
const FILES = { jobs: file("jobs/pai_1k.csv"), grid: file("opendc-2022/DE_2022.csv.gz") };
const JOBS = 200;

test.skipIf(absent)(
  "200 real batch jobs: none lost, early or late, and the grams of the backtest (skipped without ../shared/data)",
  async () => {
    const kube = connect(inject("kubeconfig"));
    const verdicts = await studyTrace(kube, FILES, JOBS);
    await kube.close();
    for (const verdict of verdicts) process.stderr.write(`real batch jobs: ${JSON.stringify(verdict)}\n`);
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({ jobs: JOBS, lost: 0, early: 0, late: 0, sameInstant: JOBS });
      expect(verdict.held).toBeGreaterThan(JOBS / 2);
      expect(verdict.differencePercent).toBeLessThan(0.1);
      expect(verdict.grams).toBeLessThan(verdict.gramsAtOnce);
    }
    expect(verdicts.map(({ atLatestStart }) => atLatestStart > 0)).toEqual([false, true]);
  },
  300_000,
);
