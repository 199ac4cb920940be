import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { POLICIES_PATH, SYSTEM_NAMESPACE_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import type { CarbonScoreSpec } from "#server/domain/carbon/score.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { certificateController } from "#server/workers/certificate/controller.ts";
import {
  addNode,
  agentKubeconfig,
  applyManifests,
  aware,
  connect,
  createNamespace,
  handsIn,
  key,
  pathOf,
  publish,
  removeAll,
  templateOf,
  until,
  warningsAt,
} from "./program/cluster.ts";
import { runToEnd, startReplica, type Replica } from "./program/replica.ts";

const NAMESPACE = "program";
const SECRET = "/api/v1/namespaces/karbonetes-system/secrets/karbonetes-agent-tls";
const LEASE = "/apis/coordination.k8s.io/v1/namespaces/karbonetes-system/leases/karbonetes-agent";
const WEBHOOK = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent";
interface Webhooks extends KubeObject {
  webhooks: { clientConfig: { service?: object; caBundle?: string } }[];
}
const dir = mkdtempSync(path.join(os.tmpdir(), "program-"));
const counts: Record<string, number> = {};

let kube: KubeClient;
let kubeconfig: string;
let asAgent: KubeClient;
let hands: ReturnType<typeof handsIn>;
let installed: KubeObject[] = [];
let first: Replica;

beforeAll(async () => {
  kube = connect(inject("kubeconfig"));
  installed = await applyManifests(kube);
  kubeconfig = await agentKubeconfig(kube, inject("kubeconfig"));
  asAgent = connect(kubeconfig);
  hands = handsIn(kube, NAMESPACE);
  await createNamespace(kube, NAMESPACE);
  await addNode(kube, "program-green", "green", [{ key: key("pool"), value: "green", effect: "NoSchedule" }]);
  await addNode(kube, "program-fallback", "fallback", []);
});

afterAll(async () => {
  await first?.stop();
  const mine = [
    `/api/v1/namespaces/${NAMESPACE}`,
    "/api/v1/nodes/program-green",
    "/api/v1/nodes/program-fallback",
  ];
  const ours = installed
    .filter(({ kind }) => kind.endsWith("Configuration") || kind.includes("Role"))
    .map(pathOf);
  await removeAll(kube, [...mine, ...ours, SECRET, LEASE]);
  await Promise.all([kube.close(), asAgent.close()]);
  rmSync(dir, { recursive: true, force: true });
  process.stderr.write(`karbon agent on a real API server: ${JSON.stringify(counts)}\n`);
});

test("the manifests are taken field by field; applied again, they leave the agent's part alone", async () => {
  await applyManifests(kube);
  const { metadata, webhooks } = await kube.json<Webhooks>(WEBHOOK);
  expect(webhooks[0]?.clientConfig).toMatchObject({ service: { name: "karbonetes-agent" } });
  expect(webhooks[0]?.clientConfig.caBundle).toBeUndefined();
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
  const trusting = await kube.json<Webhooks>(WEBHOOK);
  expect(trusting.webhooks[0]?.clientConfig.caBundle).toBeTruthy();
  await applyManifests(kube);
  const after = await kube.json<Webhooks>(WEBHOOK);
  expect(after.webhooks).toEqual(trusting.webhooks);
  expect(after.metadata.generation).toBe((metadata.generation ?? 0) + 1);
  counts["manifests"] = installed.length;

  first = await startReplica(dir, { id: "a", kubeconfig });
  await first.ready();
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

test("the webhook is down at CREATE: the second look holds what has not started", async () => {
  await first.kill();
  const asleep = await hands.submit(aware(), { spec: { suspend: true } });
  const missed = await hands.submit(aware());
  expect(asleep.metadata.annotations?.[key("state")]).toBeUndefined();
  await until(async () => expect((await hands.read(missed)).status?.startTime).toBeDefined());
  first = await startReplica(dir, { id: "a", kubeconfig });
  await first.ready();
  await until(async () => expect(await hands.state(asleep)).toBe("held"));
  await until(async () => expect(await hands.state(missed)).toBe("missed"));
  expect((await hands.read(missed)).spec.suspend ?? false).toBe(false);
  expect(await first.metric("karbon_admission_missed_total")).toBe(1);
});

test("the policy goes while Jobs wait: they wait on by the next one, and none is lost", async () => {
  const policy = `${POLICIES_PATH.replace("/carbonaware", `/namespaces/${NAMESPACE}/carbonaware`)}/short`;
  const object = {
    apiVersion: "carbon-aware.io/v1alpha1",
    kind: "CarbonAwarePolicy",
    metadata: { name: "short", namespace: NAMESPACE },
    spec: { strategy: "threshold", maxIntensity: 50 },
  };
  await kube.apply(policy, object, { fieldManager: "test", force: true });
  await settled();
  const jobs = await Promise.all(Array.from({ length: 5 }, () => hands.submit(aware())));
  expect(jobs.map((job) => job.metadata.annotations?.[key("reason")])).toEqual(jobs.map(() => "AboveLimit"));
  await kube.json(policy, { method: "DELETE" });
  await until(async () => {
    const reasons = await Promise.all(jobs.map(hands.reason));
    expect(reasons).toEqual(jobs.map(() => "BetterWindowAhead"));
  });
  counts["keptWithoutTheirPolicy"] = jobs.length;
});

test("the certificate is renewed under load, twice: every review is answered", async () => {
  const servedBy = async () => (await kube.json<{ data: Record<string, string> }>(SECRET)).data["tls.crt"];
  let stop = false;
  let reviews = 0;
  const unheld: string[] = [];
  const load = (async () => {
    while (!stop) {
      const job = await hands.submit(aware());
      reviews += 1;
      if (job.metadata.annotations?.[key("state")] !== "held") unheld.push(job.metadata.name);
    }
  })();
  for (let round = 0; round < 2; round += 1) {
    const before = await servedBy();
    await kube.json(SECRET, { method: "DELETE" });
    await until(async () => expect(await servedBy()).not.toBe(before));
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // a while with the new one
  }
  stop = true;
  await load;
  counts["reviewsWhileRenewing"] = reviews;
  expect(unheld).toEqual([]);
});

test("two replicas: one leads; killed in the middle of a release, the other goes on, each Job let go once", async () => {
  const second = await startReplica(dir, { id: "b", kubeconfig });
  await second.ready();
  expect(await second.metric("karbon_leader")).toBe(0);
  const waiting = (await hands.list()).filter((job) => job.metadata.annotations?.[key("state")] === "held");
  expect(waiting.length).toBeGreaterThan(100);

  await publish(kube, 0);
  await until(async () => {
    const released = (await hands.list()).filter(isReleased).length;
    expect(released).toBeGreaterThan(waiting.length / 10);
    await first.kill();
  });
  const after = (await hands.list()).filter(isReleased).length;
  await until(async () => {
    const left = (await hands.list()).filter(({ spec }) => spec.suspend === true);
    expect(left.map(({ metadata }) => metadata.name)).toEqual([]);
  });
  const all = await until(async () => {
    const events = await hands.eventsOf("Released");
    expect(new Set(events.map(({ involvedObject }) => involvedObject.name)).size).toBeGreaterThanOrEqual(
      waiting.length - 32,
    );
    return events;
  });
  const names = all.map(({ involvedObject }) => involvedObject.name);
  const twice = names.length - new Set(names).size;
  Object.assign(counts, {
    held: waiting.length,
    releasedBeforeTheKill: after,
    lost: 0,
    releasedTwice: twice,
  });
  expect(twice).toBe(0);
  expect(await second.metric("karbon_leader")).toBe(1);
  first = second;
});

const isReleased = ({ metadata }: Job) => metadata.annotations?.[key("state")] === "released";

test("a graceful end hands the lease over and ends with 0", async () => {
  const other = await startReplica(dir, { id: "c", kubeconfig });
  await other.ready();
  expect(await first.stop()).toBe(0);
  await until(async () => expect(await other.metric("karbon_leader")).toBe(1), 10_000);
  first = other;
});

test("before its removal every held Job is let go, and stays so", async () => {
  await publish(kube, 300);
  await settled();
  const jobs = await Promise.all(Array.from({ length: 30 }, () => hands.submit(aware())));
  expect(jobs.every(({ spec }) => spec.suspend)).toBe(true);
  const { code, output } = await runToEnd(dir, ["agent", "release"], kubeconfig);
  expect(output).toMatch(/30 held Jobs were let go; none is held any more/);
  expect(code).toBe(0);
  const left = (await hands.list()).filter(({ spec }) => spec.suspend === true);
  expect(left).toEqual([]);
  expect(await first.metric("karbon_leader")).toBe(0);
  await expect(kube.json(SYSTEM_NAMESPACE_PATH)).resolves.toBeDefined();
  counts["letGoAtRemoval"] = jobs.length;
});

test("without a control plane the leader reads its source; a dry run says and changes nothing", async () => {
  await first.stop();
  await removeAll(kube, [LEASE]);
  await applyManifests(kube, ["agent-webhook.yaml"]);
  const source = JSON.stringify({
    source: "static",
    config: { ...greenTomorrow(), timeZone: "UTC", insideGramsPerKwh: 40, outsideGramsPerKwh: 500 },
  });
  await removeAll(kube, ["/apis/carbon-aware.io/v1alpha1/carbonscores/de"]);
  first = await startReplica(dir, { id: "d", kubeconfig, flags: ["--source", source, "--dry-run"] });
  await first.ready();
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
});

/** Two green hours that begin ten hours from now. */
function greenTomorrow() {
  const clock = (hours: number) => `${String((new Date().getUTCHours() + hours) % 24).padStart(2, "0")}:00`;
  return { opensAt: clock(10), closesAt: clock(12) };
}

/** The agent's watch has it. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 500));
