import { expect, test } from "vitest";
import { fromScore, type CarbonScoreSpec } from "../carbon/score.ts";
import { isStale, presentGrams } from "../carbon/signal.ts";
import { at } from "../job/testing.ts";
import type { KubeObject } from "../kubernetes.ts";
import { demoObjects, handSetScore, isDemos, titleOf } from "./objects.ts";

const object = (kind: string, name: string, namespace?: string): KubeObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace, labels: { mine: "1" } },
  spec: { maxDelay: "12h" },
});
const SAMPLES = [
  object("Job", "plain", "batch"),
  object("NodePool", "green-batch"),
  object("CarbonAwarePolicy", "default", "karbonetes-system"),
  object("CarbonAwarePolicy", "default", "batch"),
  object("EC2NodeClass", "default"),
  object("KWOKNodeClass", "default"),
  object("CronJob", "nightly", "batch"),
  object("Namespace", "batch"),
];
const ALL = { pools: true, kwok: true, ec2: false };

test("what others stand on comes first, and all of it is marked as the demo's", () => {
  const { objects, note } = demoObjects(SAMPLES, { zone: "demo", karpenter: ALL });
  expect(objects.map(titleOf)).toEqual([
    "Namespace batch",
    "KWOKNodeClass default",
    "NodePool green-batch",
    "CarbonAwarePolicy karbonetes-system/default",
    "CarbonAwarePolicy default",
    "CronJob nightly",
    "Job plain",
  ]);
  expect(objects.every(isDemos)).toBe(true);
  expect(objects[0]?.metadata.labels).toMatchObject({ mine: "1" });
  expect(note).toBeUndefined();
});

test("the policy of its namespace looks at the demo's grid; that of the cluster at the cluster's", () => {
  const { objects } = demoObjects(SAMPLES, { zone: "demo", karpenter: ALL });
  const policies = objects.filter(({ kind }) => kind === "CarbonAwarePolicy");
  expect(policies.map(({ spec }) => spec)).toEqual([{ maxDelay: "12h" }, { maxDelay: "12h", zone: "demo" }]);
});

test.each([
  ["no Karpenter", { pools: false, kwok: false, ec2: false }, /^No Karpenter is here/],
  ["AWS's", { pools: true, kwok: false, ec2: true }, /node-class-ec2\.yaml/],
  ["another's", { pools: true, kwok: false, ec2: false }, /none of this cluster's kinds of NodeClass/],
])("with %s the pools are left out, and it is said why", (_, karpenter, sentence) => {
  const { objects, note } = demoObjects(SAMPLES, { zone: "demo", karpenter });
  expect(objects.map(({ kind }) => kind)).not.toContain("NodePool");
  expect(objects).toHaveLength(5);
  expect(note).toMatch(sentence);
});

test.each([
  [true, 80],
  [false, 420],
])("a grid set by hand, green %s, holds until it is set anew, for a day", (green, grams) => {
  const { metadata, spec } = handSetScore("Demo_1", green, at(0));
  expect(metadata.name).toBe("demo-1");
  const signal = fromScore(spec as CarbonScoreSpec);
  expect(signal.provenance).toContain("not measured");
  for (const hour of [0, 12, 24]) {
    expect(presentGrams(signal, at(hour))).toBe(grams);
    expect(isStale(signal.latest, at(hour))).toBe(false);
  }
  expect(new Set(signal.forecast?.gramsPerKwh)).toEqual(new Set([grams]));
});
