import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { getJob } from "#server/adapters/kubernetes/job.ts";
import { decide } from "#server/domain/job/decide.ts";
import { decodeDecideInput } from "#server/domain/job/record.ts";
import type { Decision } from "#server/domain/job/decision.ts";
import { inputOf } from "#server/domain/job/testing.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { getPower, SavePower, savePower } from "../setting/power.ts";
import { getWorkload } from "./get.ts";
import { holdJob } from "./hold.ts";
import { listNamespaces } from "./list-namespaces.ts";
import { listWorkloads } from "./list.ts";
import { runNow } from "./run-now.ts";
import { SubmitSamples, submitSamples } from "./submit-samples.ts";
import { deadKubeconfig, testFleet, type TestFleet } from "./testing.ts";

let fleet: TestFleet;
beforeAll(async () => void (fleet = await testFleet()));
afterAll(() => fleet.close());
const JOBS = "/apis/batch/v1/namespaces/default/jobs";
afterEach(async () => {
  await fleet.kube.json(JOBS, { method: "DELETE", query: { propagationPolicy: "Background" } });
  await fleet.db.cluster.deleteMany({ where: { id: { not: fleet.lab } } });
});

const key = (name: string) => `carbon-aware.io/${name}`;
const target = { cluster: "lab", namespace: "default", name: "sweep" };
const submit = (change: { suspend?: boolean; annotations?: Record<string, string>; status?: object } = {}) =>
  fleet.kube.json<Job>(JOBS, {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        name: target.name,
        annotations: change.annotations ?? {
          [key("enabled")]: "true",
          [key("state")]: "held",
          [key("reason")]: "BetterWindowAhead",
          [key("release-at")]: "2099-01-01T00:00:00Z",
          [key("latest-start")]: "2099-01-02T00:00:00Z",
        },
        labels: { [key("managed")]: "true" },
      },
      spec: {
        suspend: change.suspend ?? true,
        template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } },
      },
    },
  });
const read = () => getJob(fleet.kube, "default", target.name);

test("every carbon-aware Job is listed with its reason; a plain one is not", async () => {
  await submit();
  await fleet.kube.json(JOBS, {
    method: "POST",
    body: { ...(await read()), metadata: { name: "plain" }, status: undefined },
  });
  const { rows, failures } = await listWorkloads(fleet.as("viewer"));
  expect(failures).toEqual([]);
  expect(rows.map(({ name, group, reason }) => [name, group, reason])).toEqual([
    ["sweep", "waiting", "BetterWindowAhead"],
  ]);
  expect(rows[0]).toMatchObject({
    cluster: "lab",
    simulated: true,
    releaseAt: new Date("2099-01-01T00:00:00Z"),
    gramsNow: null,
  });
});

test("a cluster that is away is said, and hides no other", async () => {
  await submit();
  await fleet.addCluster("away", deadKubeconfig);
  const { rows, failures } = await listWorkloads(fleet.as("viewer"));
  expect(rows).toHaveLength(1);
  expect(failures).toMatchObject([
    { cluster: "away", message: expect.stringMatching(/^Its Jobs could not be read\./) as string },
  ]);
});

test.each([
  [{ group: "waiting" as const }, 1],
  [{ group: "running" as const }, 0],
  [{ text: "SWEE" }, 1],
  [{ text: "other" }, 0],
])("the list asked for %j has %d", async (filter, count) => {
  await submit();
  expect((await listWorkloads(fleet.as("viewer"), filter)).rows).toHaveLength(count);
});

test("a person's word starts it, is written down with its input, and noted", async () => {
  await submit();
  await runNow(fleet.as("operator"), target);
  const job = await read();
  expect(job.spec.suspend).toBe(false);
  expect(job.metadata.annotations).toMatchObject({
    [key("state")]: "released",
    [key("reason")]: "RunNowRequested",
  });
  expect(job.spec.template.spec.tolerations).toMatchObject([{ value: "green" }]);
  const [decision] = await fleet.db.decision.findMany({ where: { jobUid: job.metadata.uid } });
  expect(decision).toMatchObject({ released: true, reason: "RunNowRequested" });
  expect(decide(decodeDecideInput(decision?.input))).toEqual({ kind: "run-now", reason: "RunNowRequested" });
  const detail = await getWorkload(fleet.as("viewer"), target);
  expect(detail.decisions.map(({ reason }) => reason)).toEqual(["RunNowRequested"]);
  expect(detail.policy).toMatchObject({ name: "built-in", id: null });
  expect(await fleet.db.auditEntry.findFirst({ where: { action: "workload.run-now" } })).toMatchObject({
    subject: "lab/default/sweep",
    actor: "Ada",
  });
});

describe("a Job in parts", () => {
  const paused = {
    [key("enabled")]: "true",
    [key("interruptible")]: "true",
    [key("state")]: "held",
    [key("reason")]: "BetterWindowAhead",
    [key("ran")]: "3600",
    [key("release-at")]: "2099-01-01T00:00:00Z",
  };

  test("is told by its stretches, and how long it is taken to run by whom", async () => {
    const { metadata } = await submit({ annotations: paused });
    const hour = (at: number) => new Date(+new Date(metadata.creationTimestamp ?? "") + at * 3_600_000);
    const turn = (at: number, decision: Decision) => {
      const input = inputOf(undefined, { now: hour(at), policy: { strategy: "interruptible" } });
      const { uid = "", name } = metadata;
      const released = decision.kind !== "wait";
      return {
        id: `${uid} ${at}`,
        clusterId: fleet.lab,
        jobUid: uid,
        namespace: "default",
        name,
        decision,
        released,
        input,
      };
    };
    const open: Decision = { kind: "run-now", reason: "WindowOpen", savingPercent: 40 };
    const ahead = (at: number): Decision => ({
      kind: "wait",
      reason: "BetterWindowAhead",
      until: hour(at),
      savingPercent: 50,
    });
    await fleet.app.decisions.store([turn(0, ahead(1)), turn(1, open), turn(2, ahead(5))]);
    const detail = await getWorkload(fleet.as("viewer"), target);
    expect(detail.duration).toEqual({ ms: 3_600_000, from: "policy" });
    expect(
      detail.decisions.map(({ sentence }) => sentence.replaceAll("\u00A0", " ").split(/[;.]/)[0]),
    ).toEqual([
      "Paused after 1 h",
      expect.stringMatching(/^Started at .*, in one of the best windows before its latest start$/),
      expect.stringMatching(/^Waiting until /),
    ]);
  });

  test("a person's word makes it run to its end, where it ran before", async () => {
    await submit({ annotations: paused });
    await runNow(fleet.as("operator"), target);
    const { spec, metadata } = await read();
    expect(spec.suspend).toBe(false);
    expect(spec.template.spec.tolerations).toBeUndefined();
    expect(metadata.annotations).toMatchObject({
      [key("state")]: "released",
      [key("interruptible")]: "false",
    });
  });
});

test("what a percentile came to is kept with its decision", async () => {
  const { metadata } = await submit();
  const { uid = "", name } = metadata;
  const decision: Decision = {
    kind: "wait",
    reason: "AboveLimit",
    until: new Date("2099-01-01T00:00:00Z"),
    savingPercent: 20,
    limitGramsPerKwh: 241.5,
  };
  const record = { id: `${uid} limit`, clusterId: fleet.lab, jobUid: uid, namespace: "default", name };
  const input = inputOf(undefined, { now: new Date(), policy: { strategy: "percentile" } });
  await fleet.app.decisions.store([{ ...record, decision, released: false, input }]);
  const { decisions } = await getWorkload(fleet.as("viewer"), target);
  expect(decisions[0]?.facts?.rule).toMatchObject({ limitGramsPerKwh: 241.5, gridGramsPerKwh: null });
});

test("runs that its CronJob would skip are said before it waits", async () => {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } };
  const cronJob = await fleet.kube.json<KubeObject>(JOBS.replace("jobs", "cronjobs"), {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "hourly" },
      spec: { schedule: "0 * * * *", concurrencyPolicy: "Forbid", jobTemplate: { spec: { template } } },
    },
  });
  const { uid, name } = cronJob.metadata;
  const owner = { apiVersion: "batch/v1", kind: "CronJob", name, uid, controller: true };
  await fleet.kube.json(JOBS, {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "sweep", annotations: { [key("enabled")]: "true" }, ownerReferences: [owner] },
      spec: { suspend: true, template },
    },
  });
  expect((await getWorkload(fleet.as("viewer"), target)).notes).toEqual([
    expect.stringContaining("The CronJob hourly makes a Job every 1 h and forbids two at once"),
  ]);
});

test("held by a person it carries the wish for its agent", async () => {
  await submit();
  await holdJob(fleet.as("operator"), target);
  expect((await read()).metadata.annotations?.[key("hold")]).toBe("true");
});

describe("is refused with a sentence", () => {
  test.each<[string, () => Promise<unknown>, string | RegExp]>([
    [
      "a Job that is not",
      () => runNow(fleet.as("operator"), target),
      "There is no Job default/sweep on lab. It may have been deleted.",
    ],
    [
      "a cluster that is not",
      () => getWorkload(fleet.as("viewer"), { ...target, cluster: "gone" }),
      "There is no cluster named gone.",
    ],
    [
      "starting what runs",
      async () => (await submit({ suspend: false }), runNow(fleet.as("operator"), target)),
      "default/sweep has started already.",
    ],
    [
      "holding what runs",
      async () => (await submit({ suspend: false }), holdJob(fleet.as("operator"), target)),
      "default/sweep has started; what runs is never held.",
    ],
    [
      "a plain Job",
      async () => (await submit({ annotations: {} }), runNow(fleet.as("operator"), target)),
      /is not carbon-aware/,
    ],
    ["a viewer's word", () => runNow(fleet.as("viewer"), target), /takes the role operator, yours is viewer/],
    [
      "samples by a viewer",
      () => submitSamples(fleet.as("viewer"), { cluster: "lab", count: 1 }),
      /takes the role operator/,
    ],
    [
      "a cluster that is away",
      async () => (
        await fleet.addCluster("away", deadKubeconfig),
        listNamespaces(fleet.as("viewer"), { cluster: "away" })
      ),
      /^away did not do it:/,
    ],
    [
      "a power model by an operator",
      () => savePower(fleet.as("operator"), { wattsPerVcpu: 3, pue: 1.2 }),
      /takes the role admin/,
    ],
  ])("%s", async (_, act, message) => {
    await expect(act()).rejects.toThrow(message);
  });
});

test("sample Jobs come in namespaces of their own, for simulated clusters only", async () => {
  expect(
    await submitSamples(fleet.as("operator"), SubmitSamples.parse({ cluster: "lab", count: 9 })),
  ).toEqual({ created: 9 });
  const { rows } = await listWorkloads(fleet.as("viewer"));
  expect(rows).toHaveLength(9);
  expect(await listNamespaces(fleet.as("viewer"), { cluster: "lab" })).toEqual(
    expect.arrayContaining(["climate", "training"]),
  );
  const real = await fleet.addCluster("real", fleet.sandbox.kubeconfig());
  await fleet.db.cluster.update({ where: { id: real }, data: { provider: "imported" } });
  await expect(submitSamples(fleet.as("operator"), { cluster: "real", count: 1 })).rejects.toThrow(
    /for clusters with simulated nodes only/,
  );
});

test("the power model is the default until somebody says otherwise", async () => {
  expect(await getPower(fleet.as("viewer"))).toEqual({ wattsPerVcpu: 2.12, pue: 1.135 });
  await savePower(fleet.as("admin"), SavePower.parse({ wattsPerVcpu: 4, pue: 1.5 }));
  await submit();
  expect((await listWorkloads(fleet.as("viewer"), { text: "sweep" })).rows[0]?.watts).toBe(6);
  expect(SavePower.safeParse({ pue: 0.5 }).error?.issues[0]?.message).toBe("A PUE is from 1 to 3.");
});
