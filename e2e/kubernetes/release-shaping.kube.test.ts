import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { SYSTEM_NAMESPACE_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { systemClock } from "#server/adapters/clock.ts";
import { createMemoryRecorder } from "#server/adapters/decision/memory.ts";
import { createLogger } from "#server/adapters/log.ts";
import { decide } from "#server/domain/job/decide.ts";
import { isFinished } from "#server/domain/job/facts.ts";
import { DEFAULT_POWER, powerOf } from "#server/domain/job/power.ts";
import { decodeDecideInput, encodeDecideInput, type DecisionRecord } from "#server/domain/job/record.ts";
import { RELEASES_ANNOTATION, WATTS_ANNOTATION } from "#server/domain/job/shaping.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { startAgent, type Agent } from "#server/main/agent.ts";
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
import { patient, settled } from "./program/world.ts";

const NAMESPACE = "shaping";
const COUNT = 300;
const PER_SECOND = 20;
const AT_ONCE = 60;
const UNDER_WAY = 32; // as many the line lets go together
const JOBS = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
const JOB = { requests: { cpu: "100m" } };

let kube: KubeClient;
let agent: Agent;
let stop: AbortController;
const records: DecisionRecord[] = [];
/** Every Job as the API server last told of it, and the most watts that ran at once. */
const known = new Map<string, Job>();
let mostWatts = 0;
const watching = new AbortController();

const namesOf = (some: readonly { name: string }[]): string[] => some.map(({ name }) => name);
const released = () => records.filter((record) => record.released);
const oneWatts = powerOf(
  { spec: { template: { spec: { containers: [{ name: "main", resources: JOB }] } } } },
  DEFAULT_POWER,
).watts;

function start(): void {
  stop = new AbortController();
  const recorder = createMemoryRecorder();
  agent = startAgent({
    clusterId: "kube",
    kube,
    clusterZone: "DE",
    clock: systemClock,
    log: createLogger("test", process.env["KARBON_LOG"] ?? "silent"),
    signal: stop.signal,
    recorder: {
      ...recorder,
      record(record) {
        recorder.record(record);
        records.push(record);
      },
    },
  });
}

beforeAll(async () => {
  kube = createKubeClient(inject("kubeconfig"));
  start();
  await agent.ready;
  await patient(kube);
  await createNamespace(kube, NAMESPACE);
  await addNode(kube, `${NAMESPACE}-green`, "green", [
    { key: key("pool"), value: "green", effect: "NoSchedule" },
  ]);
  await addNode(kube, `${NAMESPACE}-fallback`, "fallback", []);
  void kube.listWatch<Job>(JOBS, {
    signal: watching.signal,
    onList: (jobs) => jobs.forEach(see),
    onEvent: (type, job) => (type === "DELETED" ? known.delete(job.metadata.name) : see(job)),
  });
});

afterAll(async () => {
  watching.abort();
  stop.abort();
  await agent.stopped;
  await shape({ [RELEASES_ANNOTATION]: null, [WATTS_ANNOTATION]: null });
  await removeAll(kube, [
    `/api/v1/namespaces/${NAMESPACE}`,
    `/api/v1/nodes/${NAMESPACE}-green`,
    `/api/v1/nodes/${NAMESPACE}-fallback`,
    "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent",
  ]);
  await kube.close();
});

function see(job: Job): void {
  known.set(job.metadata.name, job);
  const running = [...known.values()].filter((one) => one.spec.suspend === false && !isFinished(one));
  mostWatts = Math.max(mostWatts, running.length * oneWatts);
}

const shape = (annotations: Record<string, string | null>) =>
  kube.patch(SYSTEM_NAMESPACE_PATH, { metadata: { annotations } }, "application/merge-patch+json");

const submit = (delaySeconds: number, n: number): Promise<Job> =>
  kube.json<Job>(JOBS, {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        name: `job-${delaySeconds}-${n}`,
        annotations: aware({ [key("max-delay")]: `${delaySeconds}s` }),
      },
      spec: {
        template: {
          ...templateOf(),
          metadata: { annotations: { "pod-complete.stage.kwok.x-k8s.io/delay": "4s" } },
        },
      },
    },
  });

test("300 Jobs at an opening window: by deadline, at the rate, under the cap, none lost, early or late", async () => {
  await shape({
    [RELEASES_ANNOTATION]: String(PER_SECOND),
    [WATTS_ANNOTATION]: String(AT_ONCE * oneWatts + 0.1),
  });
  await publish(kube, 60); // later than the last of them is submitted
  await settled();
  const jobs: Job[] = [];
  const delays = Array.from({ length: COUNT }, (_, n) => 600 + ((n * 7_919) % COUNT) * 10);
  for (let at = 0; at < COUNT; at += 20) {
    jobs.push(...(await Promise.all(delays.slice(at, at + 20).map(submit))));
  }
  expect(jobs.map(({ metadata }) => metadata.annotations?.[key("reason")])).toEqual(
    jobs.map(() => "BetterWindowAhead"),
  );
  const opensAt = +(await publish(kube, 5)); // time enough for each to be decided anew; for a minute

  // one dies with the line half through: the next begins it anew
  await until(() => expect(released().length).toBeGreaterThan(60), 200_000);
  stop.abort();
  await agent.stopped;
  start();
  await until(() => {
    expect([...known.values()].filter(isFinished)).toHaveLength(COUNT);
  }, 200_000);

  const releases = released();
  expect(new Set(namesOf(releases)).size).toBe(COUNT); // none lost
  expect(releases.filter(({ input }) => +input.now < opensAt)).toEqual([]);
  expect(releases.filter(({ decision }) => decision.kind !== "run-now")).toEqual([]); // none at its latest start
  expect(mostWatts).toBeLessThanOrEqual(AT_ONCE * oneWatts + 0.1);
  expect(mostWatts).toBeGreaterThan((AT_ONCE * oneWatts) / 2);
  const firsts = releases.filter(({ name }, at) => namesOf(releases).indexOf(name) === at);
  // those under way together write when they can; nobody is overtaken by any other
  const deadlines = firsts.map(({ input }) => +input.job.latestStart);
  const longBefore = (at: number) => deadlines.slice(0, Math.max(0, at - UNDER_WAY));
  expect(deadlines.filter((deadline, at) => longBefore(at).some((other) => other > deadline))).toEqual([]);
  for (const { input } of firsts) {
    const since = +input.now;
    const within = firsts.filter((other) => +other.input.now >= since && +other.input.now < since + 1_000);
    expect(within.length).toBeLessThanOrEqual(2 * PER_SECOND); // without a rate it would be the cap's sixty
  }
}, 500_000);

test("who is kept back by the cap reads why; what was recorded is decided the same again", async () => {
  const kept = records.filter(({ decision }) => decision.reason === "WaitingForPower");
  expect(kept.length).toBeGreaterThan(0);
  const events = await handsIn(kube, NAMESPACE).eventsOf("Held");
  expect(
    events.filter((event) => String((event as { message?: string }).message).includes("power cap")),
  ).not.toEqual([]);
  for (const { input, decision } of records) {
    const again = decide(decodeDecideInput(JSON.parse(JSON.stringify(encodeDecideInput(input)))));
    expect([again.kind, again.reason]).toEqual([decision.kind, decision.reason]);
  }
});
