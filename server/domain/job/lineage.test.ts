import { expect, test } from "vitest";
import type { ObjectMeta } from "../kubernetes.ts";
import { kinOf, waitsByOwner, type Kin } from "./lineage.ts";

const ownedBy = (apiVersion: string, kind: string, uid: string, controller = true): ObjectMeta => ({
  name: "x",
  ownerReferences: [{ apiVersion, kind, name: uid, uid, controller }],
});
const JOB_SET = "jobset.x-k8s.io/v1alpha2";
const TRAINER = "trainer.kubeflow.org/v1alpha1";
const aware = { "carbon-aware.io/enabled": "true" };
const known: Record<string, Kin> = {
  asks: kinOf({ metadata: { name: "x", annotations: aware } }),
  silent: kinOf({ metadata: { name: "x" } }),
  ofAsking: kinOf({ metadata: ownedBy(TRAINER, "TrainJob", "asks") }),
  ofUnknown: kinOf({ metadata: ownedBy(TRAINER, "TrainJob", "nobody") }),
  circle: kinOf({ metadata: ownedBy(JOB_SET, "JobSet", "circle") }),
};

test.each<[string, ObjectMeta, boolean | undefined]>([
  ["made by hand: no", { name: "x" }, false],
  ["made by a CronJob, which cannot wait: no", ownedBy("batch/v1", "CronJob", "asks"), false],
  ["made by a JobSet that asks: with it", ownedBy(JOB_SET, "JobSet", "asks"), true],
  ["made by one of another version: with it", ownedBy("jobset.x-k8s.io/v1", "JobSet", "asks"), true],
  ["a kind of that name in another group: no", ownedBy("example.com/v1", "JobSet", "asks"), false],
  ["made by a JobSet that does not ask: no", ownedBy(JOB_SET, "JobSet", "silent"), false],
  ["whose JobSet was made by a TrainJob that asks: with it", ownedBy(JOB_SET, "JobSet", "ofAsking"), true],
  ["made by what is not known yet: not known", ownedBy(JOB_SET, "JobSet", "nobody"), undefined],
  ["whose maker's maker is not known: not known", ownedBy(JOB_SET, "JobSet", "ofUnknown"), undefined],
  ["merely owned, not made: no", ownedBy(JOB_SET, "JobSet", "asks", false), false],
  ["in a circle of owners: no, and it ends", ownedBy(JOB_SET, "JobSet", "circle"), false],
])("%s", (_, metadata, expected) => {
  expect(waitsByOwner({ metadata }, (uid) => known[uid])).toBe(expected);
});
