import { describe, expect, test } from "vitest";
import type { PodSpec } from "../kubernetes.ts";
import type { Decision } from "./decision.ts";
import { placedPodSpec, placementOf } from "./placement.ts";
import { placeEdits } from "./pod-places.ts";
import { jobOf, policyOf } from "./testing.ts";

const runNow = (reason: Extract<Decision, { kind: "run-now" }>["reason"]): Decision => ({
  kind: "run-now",
  reason,
});

describe("which pool", () => {
  test.each<[string, Decision, "prefer" | "require", object]>([
    [
      "an open window: the green pool",
      runNow("WindowOpen"),
      "prefer",
      { role: "green", pool: "green", required: false },
    ],
    [
      "and nowhere else, when required",
      runNow("WindowOpen"),
      "require",
      { role: "green", pool: "green", required: true },
    ],
    [
      "a missing forecast never makes a pool a must",
      runNow("NoForecast"),
      "require",
      { role: "green", pool: "green", required: false },
    ],
    [
      "a person's wish neither",
      runNow("RunNowRequested"),
      "require",
      { role: "green", pool: "green", required: false },
    ],
    [
      "the latest start: the fallback pool, and time wins over place",
      { kind: "fallback", reason: "LatestStartReached" },
      "require",
      { role: "fallback", pool: "fallback", required: false },
    ],
  ])("%s", (_, decision, mode, expected) => {
    expect(placementOf(decision, policyOf({ mode }))).toEqual(expected);
  });
});

const containers = [{ name: "main" }];
const term = (key: string, ...values: string[]) => ({ matchExpressions: [{ key, operator: "In", values }] });
const green = term("karpenter.sh/nodepool", "green");
const labelled = term("carbon-aware.io/pool", "green");
const taint = { key: "carbon-aware.io/pool", operator: "Equal", value: "green", effect: "NoSchedule" };

describe("what the person wrote survives", () => {
  const own: PodSpec = {
    containers,
    tolerations: [{ key: "gpu", operator: "Exists" }],
    affinity: {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "host" }] },
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [term("arch", "arm64"), term("arch", "amd64")],
        },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: term("disk", "ssd") }],
      },
    },
  };

  test("preferring adds one toleration, and the pool as Karpenter and as a label of ours names it", () => {
    const placed = placedPodSpec(own, { role: "green", pool: "green", required: false });
    expect(placed.tolerations).toEqual([{ key: "gpu", operator: "Exists" }, taint]);
    expect(placed.affinity).toEqual({
      podAntiAffinity: own.affinity?.["podAntiAffinity"],
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution:
          own.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: term("disk", "ssd") },
          { weight: 100, preference: green },
          { weight: 100, preference: labelled },
        ],
      },
    });
  });

  test("requiring asks for the pool in each of their alternatives, by either name", () => {
    const placed = placedPodSpec(own, { role: "green", pool: "green", required: true });
    const terms =
      placed.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    expect(terms).toEqual([
      { matchExpressions: [...term("arch", "arm64").matchExpressions, ...green.matchExpressions] },
      { matchExpressions: [...term("arch", "arm64").matchExpressions, ...labelled.matchExpressions] },
      { matchExpressions: [...term("arch", "amd64").matchExpressions, ...green.matchExpressions] },
      { matchExpressions: [...term("arch", "amd64").matchExpressions, ...labelled.matchExpressions] },
    ]);
  });

  test("the Job itself is not written to", () => {
    const before = structuredClone(own);
    placedPodSpec(own, { role: "green", pool: "green", required: true });
    expect(own).toEqual(before);
  });
});

test.each<[string, Partial<PodSpec>]>([
  ["by selector", { nodeSelector: { "karpenter.sh/nodepool": "mine" } }],
  ["by our own label", { nodeSelector: { "carbon-aware.io/pool": "fallback" } }],
  [
    "by affinity",
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [term("karpenter.sh/nodepool", "mine")],
          },
        },
      },
    },
  ],
])("a person who chose a pool %s keeps it: only the toleration is added", (_, spec) => {
  const placed = placedPodSpec({ containers, ...spec }, { role: "green", pool: "green", required: true });
  expect(placed).toEqual({ tolerations: [taint], ...(spec.affinity && { affinity: spec.affinity }) });
});

test("the pod is not to be disrupted, and its own annotations stay", () => {
  const job = jobOf({
    spec: { template: { metadata: { annotations: { mine: "1" } }, spec: { containers } } },
  });
  const edits = placeEdits(job, { role: "green", pool: "green", required: false });
  const annotations = edits.find(({ path }) => path.join(".") === "spec.template.metadata.annotations");
  expect(annotations?.value).toEqual({ mine: "1", "karpenter.sh/do-not-disrupt": "true" });
});
