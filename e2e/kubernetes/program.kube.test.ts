import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { CarbonScoreSpec } from "#server/domain/carbon/score.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { certificateController } from "#server/workers/certificate/controller.ts";
import {
  applyManifests,
  aware,
  connect,
  decisionsIn,
  key,
  publish,
  removeAll,
  templateOf,
  until,
  warningsAt,
} from "./program/cluster.ts";
import type { Replica } from "./program/replica.ts";
import { LEASE, patient, programWorld, SECRET, settled, type ProgramWorld } from "./program/world.ts";

const WEBHOOK = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent";
interface Webhooks extends KubeObject {
  webhooks: { clientConfig: { service?: object; caBundle?: string } }[];
}
const counts: Record<string, number> = {};
let world: ProgramWorld;
let kube: KubeClient;
let hands: ProgramWorld["hands"];
let first: Replica;

beforeAll(async () => {
  world = await programWorld(inject("kubeconfig"), "program");
  ({ kube, hands } = world);
});

afterAll(async () => {
  await world.close();
  process.stderr.write(`karbon agent on a real API server: ${JSON.stringify(counts)}\n`);
});

test("the manifests are taken field by field; applied again, they leave the agent's part alone", async () => {
  await applyManifests(kube);
  const { metadata, webhooks } = await kube.json<Webhooks>(WEBHOOK);
  expect(webhooks[0]?.clientConfig).toMatchObject({ service: { name: "karbonetes-agent" } });
  expect(webhooks[0]?.clientConfig.caBundle).toBeUndefined();
  const asAgent = connect(world.kubeconfig);
  const controller = certificateController({
    kube: asAgent,
    namespace: "karbonetes-system",
    names: ["karbonetes-agent.karbonetes-system.svc"],
    url: undefined,
    settleMs: 0,
    log: { info: () => undefined },
  });
  await controller.reconcile("certificate", AbortSignal.timeout(30_000));
  await controller.reconcile("certificate", AbortSignal.timeout(30_000));
  await asAgent.close();
  const trusting = await kube.json<Webhooks>(WEBHOOK);
  expect(trusting.webhooks[0]?.clientConfig.caBundle).toBeTruthy();
  await applyManifests(kube);
  const after = await kube.json<Webhooks>(WEBHOOK);
  expect(after.webhooks).toEqual(trusting.webhooks);
  expect(after.metadata.generation).toBe((metadata.generation ?? 0) + 1);
  counts["manifests"] = world.installed.length;
  await removeAll(kube, [SECRET]);

  await patient(kube);
  first = await world.start("a");
});

test("with the rights of its ServiceAccount alone it leads, serves and says how it is", async () => {
  expect((await first.get("/healthz")).status).toBe(200);
  await until(async () => expect(await first.metric("karbon_leader")).toBe(1));
  expect((await kube.json<{ spec: { holderIdentity: string } }>(LEASE)).spec.holderIdentity).toBe("a");
  expect(first.log()).not.toMatch(/forbidden/i);
});

test("held with a reason, released in the window onto the green pool", async () => {
  await publish(kube, 2);
  const job = await until(async () => {
    const made = await hands.submit(aware({ [key("mode")]: "require" }));
    expect(made.spec.suspend).toBe(true);
    return made;
  });
  expect(job.metadata.annotations).toMatchObject({
    [key("state")]: "held",
    [key("reason")]: "BetterWindowAhead",
  });
  const done = await hands.finished(job);
  const opensAt = Date.parse(job.metadata.annotations?.[key("release-at")] ?? "");
  expect(Date.parse(done.status?.startTime ?? "")).toBeGreaterThanOrEqual(opensAt);
  expect(await hands.poolOf(job)).toBe("green");
  expect(await first.metric("karbon_job_delay_seconds_count")).toBeGreaterThan(0);
  expect(await first.metric("karbon_intensity_grams_per_kwh")).toBe(400);
  const told = await until(async () => {
    const records = (await decisionsIn(kube)).filter(({ jobUid }) => jobUid === job.metadata.uid);
    expect(records.at(-1)).toMatchObject({ released: true });
    return records;
  }, 20_000);
  expect(told.map(({ decision }) => decision.reason)).toEqual(["BetterWindowAhead", "WindowOpen"]);
});

test("in a green hour it runs at once", async () => {
  await publish(kube, 0);
  await settled();
  const job = await hands.submit(aware());
  expect(job.spec.suspend ?? false).toBe(false);
  expect(job.metadata.annotations?.[key("state")]).toBe("admitted");
  await hands.finished(job);
});

test("at its latest start it goes to the fallback pool, however dirty", async () => {
  await publish(kube, 200);
  await settled();
  const job = await hands.submit(aware({ [key("max-delay")]: "4s", [key("hold")]: "true" }));
  expect(job.spec.suspend).toBe(true);
  const done = await hands.finished(job);
  expect(done.metadata.annotations?.[key("reason")]).toBe("LatestStartReached");
  expect(await hands.poolOf(job)).toBe("fallback");
  expect(await first.metric("karbon_deadline_releases_total")).toBeGreaterThan(0);
});

test("a plain Job is not even asked about", async () => {
  const before = await first.metric("karbon_review_duration_seconds_count");
  const job = await hands.submit({ mine: "1" });
  expect(job.metadata.annotations).toEqual({ mine: "1" });
  expect(await first.metric("karbon_review_duration_seconds_count")).toBe(before);
});

test("what cannot be read is said to whoever submits it, as a warning", async () => {
  const warning = await warningsAt(inject("kubeconfig"), hands.jobs, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "typo", annotations: aware({ [key("mode")]: "insist" }) },
    spec: { template: templateOf() },
  });
  expect(warning).toMatch(/carbon-aware.io\/mode: .*insist.* is ignored; give prefer or require/);
});

test("the Jobs of a CronJob are held in place; the CronJob is never edited", async () => {
  const cronJobs = hands.jobs.replace(/jobs$/, "cronjobs");
  const made = await kube.json<KubeObject>(cronJobs, {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "nightly" },
      spec: {
        schedule: "0 0 1 1 *",
        jobTemplate: { metadata: { annotations: aware() }, spec: { template: templateOf() } },
      },
    },
  });
  const job = await kube.json<Job>(hands.jobs, {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        name: "nightly-1",
        annotations: aware(),
        ownerReferences: [
          {
            apiVersion: "batch/v1",
            kind: "CronJob",
            name: "nightly",
            uid: made.metadata.uid,
            controller: true,
          },
        ],
      },
      spec: { template: templateOf() },
    },
  });
  expect(job.metadata.annotations?.[key("state")]).toBe("held");
  expect((await kube.json<KubeObject>(`${cronJobs}/nightly`)).spec).toEqual(made.spec);
});

test("without a control plane the leader reads its source; a dry run says and changes nothing", async () => {
  await first.stop();
  const source = JSON.stringify({
    source: "static",
    config: { opensAt: hourIn(10), closesAt: hourIn(12), insideGramsPerKwh: 40, outsideGramsPerKwh: 500 },
  });
  await removeAll(kube, ["/apis/carbon-aware.io/v1alpha1/carbonscores/de"]);
  const held = await hands.submit(aware(), { spec: { suspend: true } });
  await world.kube.patch(
    `${hands.jobs}/${held.metadata.name}`,
    { metadata: { labels: { [key("managed")]: "true" }, annotations: { [key("state")]: "held" } } },
    "application/merge-patch+json",
  );
  const policies = "/apis/carbon-aware.io/v1alpha1/namespaces/program/carbonawarepolicies";
  await kube.json(policies, {
    method: "POST",
    body: {
      apiVersion: "carbon-aware.io/v1alpha1",
      kind: "CarbonAwarePolicy",
      metadata: { name: "trial" },
      spec: {},
    },
  });
  const dry = await world.start("d", ["--source", source, "--dry-run"]);
  const score = await until(() =>
    kube.json<{ spec: CarbonScoreSpec }>("/apis/carbon-aware.io/v1alpha1/carbonscores/de"),
  );
  expect(score.spec.forecast?.gramsPerKwh).toHaveLength(96);
  expect(score.spec.latest?.gramsPerKwh).toEqual([500]);

  const job = await hands.submit(aware());
  expect(job.spec.suspend ?? false).toBe(false);
  await until(async () => {
    const told = await hands.eventsOf("WouldHold");
    expect(told.map(({ involvedObject }) => involvedObject.name)).toContain(job.metadata.name);
  });
  const done = await hands.finished(job);
  expect(done.metadata.annotations).toEqual(job.metadata.annotations);
  const released = await hands.finished(held); // what another had held is let go first
  expect(released.metadata.annotations?.[key("reason")]).toBe("DryRunBegan");
  expect(await dry.metric("karbon_dry_run_decisions_total")).toBe(1);
  await until(async () => {
    const { status } = await kube.json<KubeObject>(`${policies}/trial`);
    expect(status).toMatchObject({
      dryRun: { jobs: 1, wouldHaveSaved: expect.stringMatching(/ m?g \(\d+ %\)$/) },
    });
  });
  const would = await dry.metric("karbon_dry_run_grams_total");
  expect(would).toBeGreaterThan(0);
  expect(await dry.metric("karbon_dry_run_counterfactual_grams_total")).toBeGreaterThan(would);
});

/** Two green hours that begin ten hours from now. */
const hourIn = (hours: number) => `${String((new Date().getUTCHours() + hours) % 24).padStart(2, "0")}:00`;
