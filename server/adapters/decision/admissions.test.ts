import { expect, test } from "vitest";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import { inputOf, jobOf } from "#server/domain/job/testing.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { createAdmissions } from "./admissions.ts";

function world() {
  const records: DecisionRecord[] = [];
  const recorder = {
    record: (record: DecisionRecord) => void records.push(record),
    previousOf: () => undefined,
    wasDryRun: () => false,
    wasReleased: () => false,
    forget: () => undefined,
  };
  return { records, admissions: createAdmissions("c1", recorder) };
}
const admitted = (job: Job) => ({
  job,
  decision: { kind: "run-now", reason: "WindowOpen" } as const,
  input: inputOf([100, 300]),
});
const unborn = (name: string, generateName?: string): Job => {
  const job = jobOf({ name });
  delete job.metadata.uid;
  return { ...job, metadata: { ...job.metadata, name, ...(generateName && { generateName }) } };
};
const born = (name: string, uid: string, generateName?: string): Job => {
  const job = jobOf({ name });
  return { ...job, metadata: { ...job.metadata, uid, ...(generateName && { generateName }) } };
};

test("a decision at admission is written at once, and again with its Job's uid, under the same id", () => {
  const { records, admissions } = world();
  admissions.take(admitted(unborn("era5")));
  expect(records).toMatchObject([{ jobUid: "", name: "era5", released: true }]);
  expect(admissions.adopt(born("era5", "u9"))).toBe(true);
  expect(records[1]).toMatchObject({ id: records[0]?.id, jobUid: "u9", name: "era5" });
});

test("names that the API server makes up are told apart by what they begin with", () => {
  const { records, admissions } = world();
  admissions.take(admitted(unborn("", "sweep-")));
  admissions.take(admitted(unborn("", "sweep-")));
  expect(records[0]?.name).toBe("sweep-?");
  expect(["a", "b", "c"].map((n) => admissions.adopt(born(`sweep-${n}`, n, "sweep-")))).toEqual([
    true,
    true,
    false,
  ]);
  expect(records.slice(2).map(({ jobUid, name }) => `${jobUid} ${name}`)).toEqual(["a sweep-a", "b sweep-b"]);
});

test("a Job that was not admitted here is not adopted", () => {
  expect(world().admissions.adopt(born("other", "u1"))).toBe(false);
});
