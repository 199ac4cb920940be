import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { untilServed } from "#server/adapters/kubernetes/install.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { fieldsAt, valueAt } from "#server/domain/job/fields.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { DEFINITIONS, OLD_SPARK } from "./kinds/definitions.ts";
import { EXAMPLES, OWN, RUNTIME, type Example } from "#server/domain/job/kinds.testing.ts";
import { aware, key, publish, removeAll, templateOf, until, warningsAt } from "./program/cluster.ts";
import type { Replica } from "./program/replica.ts";
import { programWorld, settled, type ProgramWorld } from "./program/world.ts";

/** The shape of their CRDs is all that is tried here: their operators are not at work. */
const NAMESPACE = "kinds";
const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
let world: ProgramWorld;
let kube: KubeClient;
let replica: Replica;
let count = 0;

const collectionOf = ({ apiVersion, plural }: Example): string =>
  `/apis/${apiVersion}/namespaces/${NAMESPACE}/${plural}`;
const exampleOf = (kind: string): Example =>
  EXAMPLES.find((each) => each.kind === kind) ?? expect.fail(`There is no example of a ${kind}.`);

const bodyOf = ({ apiVersion, kind, spec }: Example, metadata: object, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name: `${kind.toLowerCase()}-${(count += 1)}`, ...metadata },
  spec: { ...spec, ...more },
});
const create = (example: Example, metadata: object, more: object = {}) =>
  kube.json<KubeObject>(collectionOf(example), { method: "POST", body: bodyOf(example, metadata, more) });
const read = (example: Example, { metadata }: KubeObject) =>
  kube.json<KubeObject>(`${collectionOf(example)}/${metadata.name}`);
const patch = (example: Example, { metadata }: KubeObject, body: object, sub = "") =>
  kube.patch(`${collectionOf(example)}/${metadata.name}${sub}`, body, "application/merge-patch+json");
const stateOf = ({ metadata }: KubeObject) => metadata.annotations?.[key("state")];
const isSuspended = (object: KubeObject) => fieldsAt(object, "spec")["suspend"] === true;
const has = (kind: string, isOn: boolean) =>
  until(() => expect(replica.log()).toMatch(new RegExp(`"kind":"${kind}","isOn":${isOn}`)));

async function install(definition: KubeObject): Promise<void> {
  const options = { fieldManager: "test", force: true };
  await kube.apply(`${CRDS}/${definition.metadata.name}`, definition, options);
  const { group, names, versions } = definition.spec as {
    group: string;
    names: { plural: string };
    versions: { name: string }[];
  };
  await untilServed(kube, `/apis/${group}/${versions[0]?.name}/${names.plural}`, AbortSignal.timeout(20_000));
}

beforeAll(async () => {
  world = await programWorld(inject("kubeconfig"), NAMESPACE);
  ({ kube } = world);
  replica = await world.start("a");
});
afterAll(async () => {
  await removeAll(
    kube,
    DEFINITIONS.map(({ metadata }) => `${CRDS}/${metadata.name}`),
  );
  await world.close();
});

test("where no CRD is installed every kind beside Job is off, and Jobs are held all the same", async () => {
  await publish(kube, 200);
  await until(async () => expect((await world.hands.submit(aware())).spec.suspend).toBe(true));
  expect(replica.log()).not.toMatch(/"isOn":true|is tried again|forbidden/i);
});

test("a CRD that is installed later turns its kind on", async () => {
  for (const definition of DEFINITIONS) await install(definition);
  await kube.json("/apis/trainer.kubeflow.org/v1alpha1/clustertrainingruntimes", {
    method: "POST",
    body: RUNTIME,
  });
  for (const { kind } of EXAMPLES) await has(kind, true);
});

describe("held at its creation, let go in the window with its place in each pod template", () => {
  const made = new Map<string, KubeObject>();
  beforeAll(async () => {
    await publish(kube, 5);
    await settled();
    for (const example of EXAMPLES) {
      const object = await create(example, { annotations: aware() });
      made.set(example.kind, object);
      await patch(example, object, { status: example.suspended }, "/status");
    }
  });

  test.each(EXAMPLES)("$kind", async (example) => {
    const held = made.get(example.kind) ?? expect.fail();
    expect(isSuspended(held)).toBe(true);
    expect(held.metadata.annotations).toMatchObject({
      [key("state")]: "held",
      [key("reason")]: "BetterWindowAhead",
      [key("release-at")]: expect.any(String) as string,
    });
    const opensAt = Date.parse(held.metadata.annotations?.[key("release-at")] ?? "");
    const released = await until(async () => {
      const now = await read(example, held);
      if (isSuspended(now)) expect(stateOf(now)).toBe("held");
      expect(stateOf(now)).toBe("released");
      return now;
    });
    expect(Date.now()).toBeGreaterThanOrEqual(opensAt);
    expect(isSuspended(released)).toBe(false);
    expect(released.metadata.annotations?.[key("reason")]).toBe("WindowOpen");
    for (const { annotated, spec } of example.pods) {
      const annotations = fieldsAt(released, ...annotated, "annotations");
      expect(annotations["karpenter.sh/do-not-disrupt"]).toBe("true");
      expect(valueAt(released, [...spec, "tolerations"])).toEqual([
        ...OWN.tolerations,
        { key: key("pool"), operator: "Equal", value: "green", effect: "NoSchedule" },
      ]);
      const affinity = valueAt(released, [...spec, "affinity"]) as typeof OWN.affinity;
      expect(affinity.podAntiAffinity).toEqual(OWN.affinity.podAntiAffinity);
      const preferred = affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution;
      expect(preferred.map(({ preference }) => preference.matchExpressions[0]?.values)).toEqual([
        ["a"],
        ["green"],
        ["green"],
      ]);
      if (example.affinityFixed) expect(affinity).toEqual(valueAt(held, [...spec, "affinity"]));
    }
    await until(async () => {
      const names = (await world.hands.eventsOf("Released")).map(({ involvedObject }) => involvedObject.name);
      expect(names.filter((name) => name === held.metadata.name)).toHaveLength(1);
    });
  });

  test("the person's own patch of a TrainJob's runtime is where it was", async () => {
    const released = await read(exampleOf("TrainJob"), made.get("TrainJob") ?? expect.fail());
    expect(valueAt(released, ["spec", "runtimePatches", 0, "manager"])).toBe("example.com/mine");
  });

  test("a Workflow's step that inherits where it goes is not written", async () => {
    const released = await read(exampleOf("Workflow"), made.get("Workflow") ?? expect.fail());
    expect(Object.keys(fieldsAt(released, "spec", "templates", 0)).toSorted()).toEqual(["container", "name"]);
  });
});

describe("missed by the webhook, which is not asked about what asks for nothing", () => {
  test.each(EXAMPLES)(
    "$kind: held where it has not run, left alone and said where it has",
    async (example) => {
      await publish(kube, 200);
      const [fresh, begun] = [await create(example, {}), await create(example, {})];
      await patch(example, begun, { status: example.running }, "/status");
      for (const one of [fresh, begun]) await patch(example, one, { metadata: { annotations: aware() } });
      await until(async () => expect(stateOf(await read(example, fresh))).toBe("held"));
      expect(isSuspended(await read(example, fresh))).toBe(true);
      await until(async () => expect(stateOf(await read(example, begun))).toBe("missed"));
      expect(isSuspended(await read(example, begun))).toBe(false);
    },
  );
});

test("in a green hour it runs at once, placed; a TrainJob a moment later, since its templates stand elsewhere", async () => {
  await publish(kube, 0);
  await settled();
  const states: Record<string, unknown> = {};
  for (const example of EXAMPLES) {
    const object = await create(example, { annotations: aware() });
    states[example.kind] = stateOf(object);
    await until(async () => {
      const now = await read(example, object);
      expect(isSuspended(now)).toBe(false);
      for (const { spec } of example.pods)
        expect(valueAt(now, [...spec, "tolerations", 1, "value"])).toBe("green");
    });
  }
  const { TrainJob, ...others } = states;
  expect(TrainJob).toBe("held");
  expect(new Set(Object.values(others))).toEqual(new Set(["admitted"]));
});

test("a RayJob that KubeRay would not suspend runs at once, and its person is told why", async () => {
  await publish(kube, 200);
  await settled();
  const example = exampleOf("RayJob");
  const more = { shutdownAfterJobFinishes: false };
  const object = await create(example, { annotations: aware() }, more);
  expect([isSuspended(object), stateOf(object)]).toEqual([false, undefined]);
  const body = bodyOf(example, { annotations: aware() }, more);
  const warning = await warningsAt(inject("kubeconfig"), collectionOf(example), body);
  expect(warning).toMatch(/shutdownAfterJobFinishes/);
});

const ownedBy = ({ apiVersion, kind, metadata: { name, uid } }: KubeObject) => ({
  ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
});
const submitOwned = (owner: KubeObject) =>
  kube.json<Job>(world.hands.jobs, {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: `owned-${(count += 1)}`, annotations: aware(), ...ownedBy(owner) },
      spec: { template: templateOf() },
    },
  });

describe("what a carbon-aware object makes waits with it and is not held a second time", () => {
  test("a Job of a held JobSet; a RayCluster that brings the marks of its RayJob", async () => {
    await publish(kube, 200);
    await settled();
    const jobSet = await create(exampleOf("JobSet"), { annotations: aware() });
    const job = await submitOwned(jobSet); // at once: the agent may not know of the JobSet yet
    const rayJob = await create(exampleOf("RayJob"), { annotations: aware() });
    const cluster = await create(exampleOf("RayCluster"), {
      annotations: { ...rayJob.metadata.annotations, [key("state")]: "released" },
      ...ownedBy(rayJob),
    });
    await settled();
    await settled();
    const after = await world.hands.read(job);
    expect([after.spec.suspend ?? false, stateOf(after)]).toEqual([false, undefined]);
    expect(isSuspended(await read(exampleOf("RayCluster"), cluster))).toBe(false);
  });

  test("a Job of one that asks for nothing is held by its own word", async () => {
    const plain = await create(exampleOf("Workflow"), {});
    await settled();
    const job = await submitOwned(plain);
    expect([job.spec.suspend, stateOf(job)]).toEqual([true, "held"]);
  });
});

test("a CRD that goes turns its kind off; one of an operator too old to be told to wait: what runs is said", async () => {
  const example = exampleOf("SparkApplication");
  await removeAll(kube, [`${CRDS}/${OLD_SPARK.metadata.name}`]);
  await has(example.kind, false);
  expect((await replica.get("/readyz")).status).toBe(200);
  await install(OLD_SPARK);
  const object = await create(example, { annotations: aware() });
  expect(fieldsAt(object, "spec")).not.toHaveProperty("suspend");
  await until(async () => expect(stateOf(await read(example, object))).toBe("missed"));
  await until(async () => {
    const events = await world.hands.eventsOf("NotSuspendable");
    expect(events.map(({ involvedObject }) => involvedObject.name)).toEqual([object.metadata.name]);
  });
});

test("before the agent is removed all that it holds is let go, of every kind", async () => {
  const kinds = EXAMPLES.filter(({ kind }) => kind !== "SparkApplication");
  const held = await Promise.all(
    kinds.map(async (example) => [example, await create(example, { annotations: aware() })] as const),
  );
  expect(held.map(([, object]) => isSuspended(object))).toEqual(kinds.map(() => true));
  const { code, output } = await world.run("agent", "release");
  expect(code, output).toBe(0);
  for (const [example, object] of held) {
    expect(isSuspended(await read(example, object)), example.kind).toBe(false);
    const { items } = await kube.list<KubeObject>(collectionOf(example));
    expect(items.filter((one) => isSuspended(one) && stateOf(one) === "held")).toEqual([]);
  }
});
