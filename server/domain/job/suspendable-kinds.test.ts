import { describe, expect, test } from "vitest";
import type { Job, KubeObject } from "../kubernetes.ts";
import type { Decision } from "./decision.ts";
import { isCarbonAware, keyOf, obstacleOf } from "./facts.ts";
import { fieldsAt, valueAt } from "./fields.ts";
import { inputFor } from "./input.ts";
import { EXAMPLES, OWN, RUNTIME, type Example } from "./kinds.testing.ts";
import { admissionPatch, holdPatch, outputsOf, releasePatch, unsuspendPatch } from "./patch.ts";
import { powerOf } from "./power.ts";
import { recordedJob, standInOf } from "./stand-in.ts";
import { forgetsToWait, kindOf, SUSPENDABLE_KINDS } from "./suspendable-kinds.ts";
import { at, inputOf, jobOf, signalOf } from "./testing.ts";

const wait: Decision = { kind: "wait", reason: "BetterWindowAhead", until: at(2), savingPercent: 75 };
const open: Decision = { kind: "run-now", reason: "WindowOpen" };
const late: Decision = { kind: "fallback", reason: "LatestStartReached" };
const input = inputOf([300, 200, 100]);
const required = inputOf([300, 200, 100], { policy: { mode: "require" } });

const objectOf = ({ apiVersion, kind, spec }: Example, more: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name: "x",
    namespace: "climate",
    uid: "u1",
    resourceVersion: "10",
    generation: 1,
    annotations: { "carbon-aware.io/enabled": "true" },
  },
  spec: { ...spec, ...more },
});
const of = (kind: string): Example => EXAMPLES.find((each) => each.kind === kind) ?? expect.fail(kind);
const jobFor = (example: Example, more: object = {}): Job => standInOf(objectOf(example, more));
const release = (job: Job, decision: Decision = open, given = input) =>
  releasePatch(job, decision, given, kindOf(job).runtime && RUNTIME);
const operations = (job: Job, decision: Decision) =>
  Object.fromEntries(admissionPatch(job, decision, input).map(({ path, value }) => [path, value]));
/** Of the examples, those whose pod templates are their own. */
const OWN_TEMPLATES = EXAMPLES.filter(({ kind }) => kind !== "TrainJob");
const green = { key: "carbon-aware.io/pool", operator: "Equal", value: "green", effect: "NoSchedule" };

test("there is an example of every kind but Job", () => {
  expect(EXAMPLES.map(({ kind }) => kind)).toEqual(SUSPENDABLE_KINDS.slice(1).map(({ kind }) => kind));
});

describe.each(EXAMPLES)("a $kind", (example) => {
  test("is held by one field, its templates untouched", () => {
    const patch = holdPatch(jobFor(example), outputsOf(wait, input, "held"));
    expect(patch).toMatchObject({ metadata: { resourceVersion: "10", labels: expect.anything() as object } });
    expect(patch.spec).toEqual({ suspend: true });
  });

  test("is let go in one patch: the place in each pod template with the person's own, and the start", () => {
    const patch = release(jobFor(example, { suspend: true }));
    expect(patch.spec).toMatchObject({ suspend: false });
    for (const { annotated, spec } of example.pods) {
      expect(fieldsAt(patch, ...annotated, "annotations")["karpenter.sh/do-not-disrupt"]).toBe("true");
      expect(valueAt(patch, [...spec, "tolerations"])).toEqual([...OWN.tolerations, green]);
      if (example.affinityFixed) continue;
      expect(valueAt(patch, [...spec, "affinity"])).toMatchObject({
        podAntiAffinity: OWN.affinity.podAntiAffinity,
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }, { weight: 100 }, { weight: 100 }],
        },
      });
    }
  });

  test("at its latest start it goes to the fallback pool", () => {
    const patch = release(jobFor(example), late);
    for (const { spec } of example.pods)
      expect(valueAt(patch, [...spec, "tolerations", 1, "value"])).toBe("fallback");
  });

  test("that may not be placed any more is let go by one field", () => {
    expect(unsuspendPatch(jobFor(example), open, input).spec).toEqual({ suspend: false });
  });

  test("is told from a Job of its name", () => {
    const [job, own] = [jobOf({ name: "x" }), jobFor(example)];
    const jobs = new Map([job, own].map((each) => [keyOf(each), each]));
    expect(jobs.size).toBe(2);
    const record = { namespace: "climate", name: "x" };
    expect(recordedJob(jobs, { ...record, jobUid: "u1" })).toBe(job);
    own.metadata.uid = "u2";
    expect(recordedJob(jobs, { ...record, jobUid: "u2" })).toBe(own);
    expect(recordedJob(jobs, { ...record, jobUid: "u3" })).toBeUndefined();
  });

  test("is never split over windows, whatever it says", () => {
    const job = jobFor(example);
    job.metadata.annotations = { ...job.metadata.annotations, "carbon-aware.io/interruptible": "true" };
    const view = { policies: [], paused: false, zone: "DE", signalOf: () => signalOf([300, 75]) };
    expect(inputFor(job, view, { now: at(0), previous: undefined }).input.policy.strategy).toBe(
      "best-window",
    );
  });

  test("is somebody else's where another controller manages it", () => {
    expect(isCarbonAware(jobFor(example))).toBe(true);
    expect(isCarbonAware(jobFor(example, { managedBy: "kueue.x-k8s.io/multikueue" }))).toBe(false);
    const { controller } = kindOf(jobFor(example));
    if (controller) expect(isCarbonAware(jobFor(example, { managedBy: controller }))).toBe(true);
  });
});

test.each(OWN_TEMPLATES)("a $kind that runs at once is placed at its creation", (example) => {
  const made = operations(jobFor(example), open);
  expect(made).not.toHaveProperty("/spec/suspend");
  for (const { spec } of example.pods)
    expect(made[`/${spec.join("/")}/tolerations`]).toEqual([...OWN.tolerations, green]);
});

const train = () => jobFor(of("TrainJob"));

describe("a TrainJob, whose pod templates stand in its runtime", () => {
  test("is held in a green hour too, so that the loop can place it; but not for the sake of nothing", () => {
    expect(operations(train(), open)["/spec/suspend"]).toBe(true);
    const failing: Decision = { kind: "run-now", reason: "NoForecast" };
    expect(operations(train(), failing)).not.toHaveProperty("/spec/suspend");
  });

  test("without its runtime is let go where it may", () => {
    expect(releasePatch(train(), open, input).spec).toEqual({ suspend: false });
  });

  test("replaces its own patch when it is let go a second time, and nobody else's", () => {
    const once = release(train());
    const again = release(jobFor(of("TrainJob"), once.spec));
    expect(valueAt(again, ["spec", "runtimePatches"])).toEqual(valueAt(once, ["spec", "runtimePatches"]));
  });

  test("has what the person's patch says over what the runtime says", () => {
    const own = [{ key: "mine", operator: "Exists" }];
    const template = { spec: { template: { spec: { tolerations: own } } } };
    const person = {
      manager: "example.com/mine",
      trainingRuntimeSpec: { template: { spec: { replicatedJobs: [{ name: "node", template }] } } },
    };
    const patch = release(jobFor(of("TrainJob"), { runtimePatches: [person] }));
    const [{ spec }] = of("TrainJob").pods as [Example["pods"][number]];
    expect(valueAt(patch, [...spec, "tolerations"])).toEqual([...own, green]);
  });
});

describe("a JobSet, whose affinity is taken at its creation only", () => {
  const [{ spec }] = of("JobSet").pods as [Example["pods"][number]];

  test("prefers the green pool from the beginning, and gets into it by what is written later", () => {
    const made = operations(jobFor(of("JobSet")), wait);
    const affinity = made[`/${spec.join("/")}/affinity`];
    expect(affinity).toMatchObject({
      podAntiAffinity: OWN.affinity.podAntiAffinity,
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }, { weight: 100 }, { weight: 100 }],
      },
    });
    expect(made).not.toHaveProperty(`/${spec.join("/")}/tolerations`);
  });

  test("is let go with its affinity as it stands", () => {
    expect(valueAt(release(jobFor(of("JobSet"))), [...spec, "affinity"])).toEqual(OWN.affinity);
  });

  test("goes to a pool that is a must by its label", () => {
    const patch = release(jobFor(of("JobSet")), open, required);
    expect(valueAt(patch, [...spec, "nodeSelector"])).toEqual({ "karpenter.sh/nodepool": "green" });
  });
});

test("a step of a Workflow that inherits where it goes is not written, one that has its own is", () => {
  const templates = [{ name: "a" }, { name: "b", tolerations: OWN.tolerations }];
  const patch = release(jobFor(of("Workflow"), { templates }));
  expect(valueAt(patch, ["spec", "templates"])).toEqual([
    { name: "a" },
    { name: "b", tolerations: [...OWN.tolerations, green] },
  ]);
});

test.each([
  ["driver", { nodeSelector: { "karpenter.sh/nodepool": "mine" } }],
  ["executor", { nodeSelector: { "karpenter.sh/nodepool": "mine" } }],
])("a pool that a person chose for the whole SparkApplication is the %s's too", (role, more) => {
  const patch = release(jobFor(of("SparkApplication"), more));
  expect(valueAt(patch, ["spec", role, "affinity"])).toEqual(OWN.affinity);
});

test.each<[string, object, RegExp | undefined]>([
  ["of its own cluster that goes with it: may be", {}, undefined],
  ["whose cluster stays: not", { shutdownAfterJobFinishes: false }, /shutdownAfterJobFinishes: true/],
  ["that uses another's cluster: not", { clusterSelector: { a: "b" } }, /annotate the RayCluster/],
])("a RayJob %s", (_, more, obstacle) => {
  const job = jobFor(of("RayJob"), more);
  expect(isCarbonAware(job)).toBe(obstacle === undefined);
  if (obstacle) expect(obstacleOf(job)).toMatch(obstacle);
});

test.each<[string, number]>([
  ["JobSet", 8], // 2 x 1 replica x 2 pods x 2
  ["RayJob", 10], // head, and 2 groups of 2, x 2
  ["RayCluster", 10],
  ["SparkApplication", 8], // driver and 3 executors, x 2
  ["TrainJob", 2], // 2 nodes that name nothing
  ["Workflow", 2], // its largest step
])("the pods of a %s ask for %d vCPU together", (kind, vcpus) => {
  expect(powerOf(jobFor(of(kind)), { wattsPerVcpu: 1, pue: 1 })).toEqual({ vcpus, watts: vcpus });
});

test.each<[string, object, number, boolean]>([
  ["dropped at its creation", {}, 1, true],
  ["taken off by a person later", {}, 2, false],
  ["there", { suspend: true }, 1, false],
  ["turned by a person", { suspend: false }, 2, false],
])("a suspension that is %s", (_, more, generation, expected) => {
  const object = objectOf(of("SparkApplication"), more);
  object.metadata.generation = generation;
  expect(forgetsToWait(standInOf(object))).toBe(expected);
});
