import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POLICIES_PATH, SYSTEM_NAMESPACE_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { decide } from "#server/domain/job/decide.ts";
import { finishedAtOf } from "#server/domain/job/facts.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { aware, key, sandboxWorld, template, until, type SandboxWorld } from "./agent.testing.ts";

const RATE = 1_200; // an hour in three seconds
let world: SandboxWorld;
beforeAll(async () => void (world = await sandboxWorld(RATE)), 30_000);
afterAll(() => world.close());
/** Events come after the state that they tell of. */
const told = ({ metadata }: Job, sought: string) =>
  until(async () =>
    expect((await world.eventsOf(metadata.name)).map(({ reason }) => reason)).toContain(sought),
  );

describe("an agent in a sandbox", { timeout: 30_000 }, () => {
  test("holds with a reason, releases in the window onto the green pool, and the Job finishes", async () => {
    await world.publish(2);
    const job = await world.submit(aware());

    expect(job.spec.suspend).toBe(true);
    expect(job.metadata.annotations).toMatchObject({
      [key("state")]: "held",
      [key("reason")]: "BetterWindowAhead",
    });
    const opensAt = Date.parse(job.metadata.annotations?.[key("release-at")] ?? "");
    const held = await until(async () => {
      const event = (await world.eventsOf(job.metadata.name)).find(({ reason }) => reason === "Held");
      return event ?? expect.fail("no Event Held yet");
    });
    expect(held.message).toMatch(
      /^Waiting until \d\d:\d\d UTC\. Running now would emit \d+ g; the window saves 75 %\.$/,
    );

    const done = await world.finished(job);
    const startedAt = Date.parse(done.status?.startTime ?? "");
    expect(startedAt).toBeGreaterThanOrEqual(opensAt);
    expect(startedAt).toBeLessThan(opensAt + HOUR_MS);
    expect(finishedAtOf(done)).not.toBeNull();
    expect(await world.poolOf(job)).toBe("green");
    const bornAt = Date.parse((await world.nodeOf(job)).metadata.creationTimestamp ?? "");
    expect(bornAt).toBeGreaterThan(Date.parse(job.metadata.creationTimestamp ?? ""));
    await told(job, "Released");
  });

  test("a plain Job passes untouched", async () => {
    await world.publish(4);
    const job = await world.submit({ mine: "1" });
    expect(job.spec.suspend ?? false).toBe(false);
    expect(job.metadata.annotations).toEqual({ mine: "1" });
    const done = await world.finished(job);
    expect(done.metadata.annotations).toEqual({ mine: "1" });
    expect(done.spec.template.spec.tolerations).toBeUndefined();
    expect(await world.poolOf(job)).toBe("fallback");
  });

  test("at its latest start a Job goes to the fallback pool, however dirty", async () => {
    await world.publish(8);
    await world.kube.apply(
      `${POLICIES_PATH.replace("/carbonaware", "/namespaces/default/carbonaware")}/limit`,
      {
        apiVersion: "carbon-aware.io/v1alpha1",
        kind: "CarbonAwarePolicy",
        metadata: { name: "limit", namespace: "default" },
        spec: { strategy: "threshold", maxIntensity: 50, mode: "require" },
      },
      { fieldManager: "test", force: true },
    );
    await until(async () =>
      expect((await world.submit(aware({ [key("max-delay")]: "1h" }))).spec.suspend).toBe(true),
    );
    const job = await world.submit(aware({ [key("max-delay")]: "1h" }));
    const done = await world.finished(job);
    expect(done.metadata.annotations?.[key("reason")]).toBe("LatestStartReached");
    const latest = Date.parse(done.metadata.annotations?.[key("latest-start")] ?? "");
    const late = Date.parse(done.metadata.annotations?.[key("release-at")] ?? "") - latest;
    expect(late).toBeGreaterThanOrEqual(-1_000);
    expect(await world.poolOf(job)).toBe("fallback");
    await world.kube.json(
      `${POLICIES_PATH.replace("/carbonaware", "/namespaces/default/carbonaware")}/limit`,
      {
        method: "DELETE",
      },
    );
  });

  test("the person's own tolerations, affinity and selector survive the release", async () => {
    await world.publish(1);
    const tolerations = [{ key: "gpu", operator: "Exists" }];
    const preferred = {
      weight: 7,
      preference: { matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] },
    };
    const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [preferred] } };
    const job = await world.submit(aware(), {
      pod: { tolerations, affinity, nodeSelector: { "kubernetes.io/os": "linux" } },
    });
    expect(job.spec.suspend).toBe(true);
    await until(async () => expect(await world.state(job)).toBe("released"));
    const { spec, metadata } = (await world.read(job)).spec.template;
    expect(spec.tolerations?.map((toleration) => toleration.key)).toEqual(["gpu", "carbon-aware.io/pool"]);
    expect(spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution).toHaveLength(3);
    expect(spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.[0]).toEqual(
      preferred,
    );
    expect(spec.nodeSelector).toEqual({ "kubernetes.io/os": "linux" });
    expect(metadata?.annotations).toMatchObject({
      "karpenter.sh/do-not-disrupt": "true",
      "pod-complete.stage.kwok.x-k8s.io/delay": "20m",
    });
  });

  test("the Jobs of a CronJob are held and released in place; the CronJob is never edited", async () => {
    await world.publish(2);
    const cronJob = await world.kube.json<KubeObject>("/apis/batch/v1/namespaces/default/cronjobs", {
      method: "POST",
      body: {
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name: "nightly", namespace: "default" },
        spec: {
          schedule: "*/30 * * * *",
          jobTemplate: { metadata: { annotations: aware() }, spec: { template: template({}) } },
        },
      },
    });
    const made = await until(async () => {
      const { items } = await world.kube.list<Job>("/apis/batch/v1/namespaces/default/jobs");
      const mine = items.find((job) => job.metadata.ownerReferences?.[0]?.name === "nightly");
      expect(mine?.metadata.annotations?.[key("state")]).toBe("held");
      return mine;
    });
    const now = await world.kube.json<KubeObject>("/apis/batch/v1/namespaces/default/cronjobs/nightly");
    expect(now.spec).toEqual(cronJob.spec);
    await world.kube.json("/apis/batch/v1/namespaces/default/cronjobs/nightly", {
      method: "DELETE",
      body: { propagationPolicy: "Orphan" },
    });
    if (made) await world.finished(made);
  });

  test("what cannot be read is ignored, and said as an Event", async () => {
    await world.publish(1);
    const job = await world.submit(aware({ [key("max-delay")]: "-3h" }));
    await until(async () =>
      expect((await world.eventsOf(job.metadata.name)).map(({ message }) => message)).toContain(
        'carbon-aware.io/max-delay: "-3h" is ignored; give a duration up to 7d, such as 8h.',
      ),
    );
  });

  test("a Job that its queue manager suspends is left alone", async () => {
    await world.publish(3);
    const job = await world.submit(aware(), { spec: { managedBy: "kueue.x-k8s.io/multikueue" } });
    expect(job.metadata.annotations?.[key("state")]).toBeUndefined();
    expect(job.spec.suspend ?? false).toBe(false);
  });

  test("without its agent, Jobs are created as they are; what had started is left alone and said", async () => {
    await world.publish(6);
    const held = await world.submit(aware());
    expect(held.spec.suspend).toBe(true);
    await world.endAgent();
    const missed = await world.submit(aware(), { runs: "48h" });
    const asleep = await world.submit(aware(), { spec: { suspend: true } });
    expect(missed.metadata.annotations?.[key("state")]).toBeUndefined();
    await until(async () => expect((await world.read(missed)).status?.startTime).toBeDefined());

    await world.beginAgent();
    await until(async () => expect(await world.state(missed)).toBe("missed"));
    expect((await world.read(missed)).spec.suspend ?? false).toBe(false);
    await told(missed, "AdmissionMissed");
    await until(async () => expect(await world.state(asleep)).toBe("held"));
    expect(await world.state(held)).toBe("held");
  });

  test("a pause lets every held Job go, and says why", async () => {
    await world.publish(9);
    const job = await world.submit(aware());
    expect(job.spec.suspend).toBe(true);
    const pause = (paused: string | null) =>
      world.kube.patch(
        SYSTEM_NAMESPACE_PATH,
        { metadata: { annotations: { [key("paused")]: paused } } },
        "application/merge-patch+json",
      );
    await pause("true");
    await until(async () => expect(await world.state(job)).toBe("released"));
    const { items } = await world.kube.list<Job>("/apis/batch/v1/namespaces/default/jobs");
    expect(
      items.filter((one) => one.spec.suspend === true && one.metadata.annotations?.[key("enabled")]),
    ).toEqual([]);
    expect((await world.read(job)).metadata.annotations?.[key("reason")]).toBe("CarbonAwarenessPaused");
    await pause(null);
  });

  test("every recorded decision is the one that decide() makes of its recorded input", async () => {
    const records: DecisionRecord[] = [];
    await world.journal().drain(async (batch) => void records.push(...batch));
    expect(records.length).toBeGreaterThan(10);
    for (const record of records) expect(decide(record.input)).toEqual(record.decision);
    const releases = records.filter((record) => record.released);
    for (const { input } of releases) {
      expect(+input.now - +input.job.latestStart).toBeLessThan(MINUTE_MS * 10);
    }
  });
});
