import { expect, test } from "vitest";
import { jobOf } from "#server/domain/job/testing.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { createJobHistory } from "./job-history.ts";

const ended = (name: string, owner: string | undefined, hours: number): Job => {
  const job = jobOf({
    name,
    status: {
      startTime: "2026-01-05T00:00:00Z",
      completionTime: `2026-01-05T0${hours}:00:00Z`,
      conditions: [{ type: "Complete", status: "True" }],
    },
  });
  const ownerReferences = owner && [
    { apiVersion: "batch/v1", kind: "CronJob", name: owner, uid: owner, controller: true },
  ];
  return { ...job, metadata: { ...job.metadata, ...(ownerReferences && { ownerReferences }) } };
};

test("lengths are kept by owner as Jobs come and go, each once", () => {
  const history = createJobHistory();
  for (const job of [ended("a", "x", 1), ended("b", "x", 2), ended("c", "y", 3), ended("d", undefined, 4)])
    history.set(job);
  history.set(ended("a", "x", 5));
  expect(history.lengthsOf("x").map((ms) => ms / 3_600_000)).toEqual([5, 2]);
  history.remove(ended("b", "x", 2));
  expect(history.lengthsOf("x")).toHaveLength(1);
  expect(history.lengthsOf("")).toEqual([]);
});
