import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { conditionOf, KUEUE_LABEL, outcomeOf } from "#server/domain/job/facts.ts";
import type { Job, KubeObject, Pod, PodSpec } from "#server/domain/kubernetes.ts";
import {
  addNode,
  aware,
  createNamespace,
  handsIn,
  key,
  publish,
  removeAll,
  templateOf,
  until,
} from "./program/cluster.ts";
import { programWorld, settled, type ProgramWorld } from "./program/world.ts";

const NAMESPACE = "fields";
const SMALL = "fields-quota";
const CLASS = "/apis/scheduling.k8s.io/v1/priorityclasses/fields-high";
const ZONE_NODE = "fields-zone";
const DEADLINE_SECONDS = 15;
const QUOTA = { pods: "1", "count/jobs.batch": "2" };
interface Quota extends KubeObject {
  status?: { used?: Record<string, string> };
}
let world: ProgramWorld;
let kube: KubeClient;
let hands: ProgramWorld["hands"];
let small: ProgramWorld["hands"];
/** Held together, for one window. */
let waiting: Record<"inTime" | "overtime" | "brief" | "placed" | "first" | "second", Job>;

beforeAll(async () => {
  world = await programWorld(inject("kubeconfig"), NAMESPACE);
  ({ kube, hands } = world);
  small = handsIn(kube, SMALL);
  await createNamespace(kube, SMALL);
  await addNode(kube, ZONE_NODE, "mine", [{ key: "mine", effect: "NoSchedule" }]);
  await make("/apis/scheduling.k8s.io/v1/priorityclasses", {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "fields-high" },
    value: 4_200,
  });
  await make(`/api/v1/namespaces/${SMALL}/resourcequotas`, {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "batch" },
    spec: { hard: QUOTA },
  });
  await publish(kube, 200);
  await world.start("a");
  await publish(kube, 7); // opens in 30 to 35 s
  await settled();
  const [inTime, overtime, brief, placed, first, second] = await Promise.all([
    hands.submit(aware(), { spec: { activeDeadlineSeconds: DEADLINE_SECONDS, template: running("1s") } }),
    hands.submit(aware(), { spec: { activeDeadlineSeconds: 2, template: running("10m") } }),
    hands.submit(aware(), { spec: { ttlSecondsAfterFinished: 1 } }),
    hands.submit(aware(), { pod: PERSONS }),
    small.submit(aware()),
    small.submit(aware()),
  ]);
  waiting = { inTime, overtime, brief, placed, first, second };
});

afterAll(async () => {
  await removeAll(kube, [CLASS, `/api/v1/nodes/${ZONE_NODE}`, `/api/v1/namespaces/${SMALL}`]);
  await world.close();
});

const make = (collection: string, body: object) => kube.json(collection, { method: "POST", body });
const podsOf = async ({ metadata }: Job) =>
  (
    await kube.list<Pod>(`/api/v1/namespaces/${metadata.namespace}/pods`, {
      query: { labelSelector: `job-name=${metadata.name}` },
    })
  ).items;
const running = (delay: string) => ({
  ...templateOf({ terminationGracePeriodSeconds: 1 }),
  metadata: {
    annotations: {
      "pod-complete.stage.kwok.x-k8s.io/delay": delay,
      "pod-complete.stage.kwok.x-k8s.io/jitter-delay": delay, // without it no pod runs for more than five seconds
    },
  },
});

test("all six wait; a ResourceQuota counts the Jobs among them and no pod", async () => {
  expect(Object.values(waiting).map(({ spec }) => spec.suspend)).toEqual(Array(6).fill(true));
  await expect(small.submit(aware())).rejects.toThrow(/exceeded quota/);
  const quota = await kube.json<Quota>(`/api/v1/namespaces/${SMALL}/resourcequotas/batch`);
  expect(quota.status?.used).toEqual({ pods: "0", "count/jobs.batch": "2" });
});

test("activeDeadlineSeconds counts from the start: a longer wait than that fails no Job", async () => {
  const createdAt = Date.parse(waiting.inTime.metadata.creationTimestamp ?? "");
  await until(() => expect(Date.now()).toBeGreaterThan(createdAt + (DEADLINE_SECONDS + 1) * 1_000));
  expect(await Promise.all([waiting.inTime, waiting.overtime, waiting.brief].map(hands.state))).toEqual(
    Array(3).fill("held"),
  );
  await hands.finished(waiting.inTime);
  const failed = await until(async () => {
    const now = await hands.read(waiting.overtime);
    expect(outcomeOf(now)).toBe("failed");
    return now;
  });
  const condition = conditionOf(failed, "Failed");
  const ranFrom = Date.parse(failed.status?.startTime ?? "");
  expect(condition?.reason).toBe("DeadlineExceeded");
  expect(Date.parse(condition?.lastTransitionTime ?? "")).toBeGreaterThanOrEqual(ranFrom + 2_000);
});

test("ttlSecondsAfterFinished counts from the end: it is taken away when it has run, not while it waits", async () => {
  const { name } = waiting.brief.metadata;
  await until(() => expect(hands.read(waiting.brief)).rejects.toThrow(/not found/));
  await until(async () => {
    const completed = await hands.eventsOf("Completed");
    expect(completed.map(({ involvedObject }) => involvedObject.name)).toContain(name);
  });
});

test("a ResourceQuota with room for one pod lets both run, one after the other", async () => {
  const [first, second] = await Promise.all([waiting.first, waiting.second].map(small.finished));
  const spans = [first, second]
    .map((job) => [job?.status?.startTime, job?.status?.completionTime].map((at) => Date.parse(at ?? "")))
    .toSorted((a, b) => (a[1] ?? 0) - (b[1] ?? 0));
  expect(spans[1]?.[1]).toBeGreaterThan(spans[0]?.[1] ?? Infinity);
  expect(await Promise.all([waiting.first, waiting.second].map(small.reason))).toEqual(
    Array(2).fill("WindowOpen"),
  );
});

const PERSONS: PodSpec = {
  priorityClassName: "fields-high",
  nodeSelector: { "kubernetes.io/hostname": ZONE_NODE },
  tolerations: [{ key: "mine", operator: "Exists", effect: "NoSchedule" }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "Exists" }] }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 7, preference: { matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] } },
      ],
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 5, podAffinityTerm: { topologyKey: "rack", labelSelector: { matchLabels: { app: "x" } } } },
      ],
    },
  },
  containers: templateOf().spec.containers,
};

async function expectPersonsWish(job: Job): Promise<void> {
  await hands.finished(job);
  const [pod] = await podsOf(job);
  expect(pod?.spec).toMatchObject({
    priorityClassName: "fields-high",
    priority: 4_200,
    nodeName: ZONE_NODE,
    nodeSelector: PERSONS.nodeSelector,
  });
  expect(pod?.spec.tolerations).toEqual(
    expect.arrayContaining([
      ...(PERSONS.tolerations ?? []),
      expect.objectContaining({ key: key("pool"), value: "green" }),
    ]),
  );
  const { nodeAffinity, ...others } = pod?.spec.affinity ?? {};
  const own = PERSONS.affinity?.nodeAffinity;
  expect(others).toEqual({ podAntiAffinity: PERSONS.affinity?.["podAntiAffinity"] });
  expect(nodeAffinity).toEqual({
    ...own,
    preferredDuringSchedulingIgnoredDuringExecution: [
      ...(own?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
      ...["karpenter.sh/nodepool", key("pool")].map((label) => ({
        weight: 100,
        preference: { matchExpressions: [{ key: label, operator: "In", values: ["green"] }] },
      })),
    ],
  });
}

test("priority, node selector, tolerations and affinity of the person survive the release", () =>
  expectPersonsWish(waiting.placed));

test("and an admission at once", async () => {
  await publish(kube, 0);
  await settled();
  const job = await hands.submit(aware(), { pod: PERSONS });
  expect(job.spec.suspend ?? false).toBe(false);
  await expectPersonsWish(job);
});

test("a Job of Kueue's, and one that another controller runs, is left as it was submitted, by webhook and loop", async () => {
  await publish(kube, 200);
  await settled();
  const foreign = await Promise.all(
    [
      { labels: { [KUEUE_LABEL]: "team" }, spec: { suspend: true } },
      { spec: { suspend: true, managedBy: "kueue.x-k8s.io/multikueue" } },
      { spec: { managedBy: "example.org/other" } },
    ].map(({ labels, spec }, n) =>
      kube.json<Job>(hands.jobs, {
        method: "POST",
        body: {
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: { name: `foreign-${n}`, annotations: aware(), labels },
          spec: { ...spec, template: templateOf() },
        },
      }),
    ),
  );
  const untouched = async () => {
    const now = await Promise.all(foreign.map(hands.read));
    expect(now.map(({ metadata }) => metadata.annotations)).toEqual(Array(3).fill(aware()));
    expect(now.map(({ spec }) => spec.suspend ?? false)).toEqual([true, true, false]);
    expect(now.map(({ spec }) => spec.template.spec.affinity)).toEqual(Array(3).fill(undefined));
  };
  await untouched();
  const own = await hands.submit(aware());
  expect(own.spec.suspend).toBe(true);
  await publish(kube, 0); // every Job is looked at again, and now would go
  await hands.finished(own);
  await untouched();
});
