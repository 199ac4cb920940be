import { beforeAll, describe, expect, test } from "vitest";
import type { Connect } from "../contract/world.ts";
import { PATCH } from "../contract/world.ts";
import { batchJob, conditionsOf, jobWith, told, until, useBatchWorld, type Resource } from "./batch-world.ts";

export function jobs(connect: Connect): void {
  describe("Jobs", () => {
    const world = useBatchWorld(connect);
    const podsOf = (job: string) => world.list("pods", `batch.kubernetes.io/job-name=${job}`);
    const activePods = (job: string, count: number) =>
      until(`${count} active pods of ${job}`, async () => {
        const found = await world.get("jobs", job);
        return found?.status["active"] === count && found.status["ready"] === count && found;
      });
    beforeAll(async () => void (await world.addNode()));

    test("a Job runs one pod to its end and says so", async () => {
      await world.create("jobs", batchJob(world, "plain"));
      const done = await jobWith(world, "plain", "Complete");
      expect(conditionsOf(done)).toEqual([
        "SuccessCriteriaMet True CompletionsReached",
        "Complete True CompletionsReached",
      ]);
      expect(done.status).toMatchObject({
        succeeded: 1,
        ready: 0,
        terminating: 0,
        uncountedTerminatedPods: {},
        startTime: expect.any(String),
        completionTime: expect.any(String),
      });
      for (const absent of ["active", "failed"]) expect(done.status).not.toHaveProperty(absent);
      const [pod] = await podsOf("plain");
      expect(pod).toMatchObject({
        metadata: {
          generateName: "plain-",
          labels: {
            "batch.kubernetes.io/job-name": "plain",
            "job-name": "plain",
            "controller-uid": done.metadata.uid,
          },
          ownerReferences: [{ kind: "Job", name: "plain", controller: true, blockOwnerDeletion: true }],
        },
        status: { phase: "Succeeded", containerStatuses: [{ state: { terminated: { exitCode: 0 } } }] },
      });
      expect(pod?.metadata.finalizers).toBeUndefined();
      await told(world, "plain", "SuccessfulCreate", "Completed");
      await told(world, pod?.metadata.name ?? "", "Scheduled");
    });

    test("parallelism and completions", async () => {
      await world.create("jobs", batchJob(world, "many", { spec: { parallelism: 2, completions: 5 } }));
      const done = await jobWith(world, "many", "Complete");
      expect(done.status["succeeded"]).toBe(5);
      expect(await podsOf("many")).toHaveLength(5);
    });

    test("an indexed Job completes each index", async () => {
      const spec = { parallelism: 3, completions: 4, completionMode: "Indexed" };
      await world.create("jobs", batchJob(world, "indexed", { spec }));
      const done = await jobWith(world, "indexed", "Complete");
      expect(done.status).toMatchObject({ completedIndexes: "0-3", succeeded: 4 });
      const indexes = (await podsOf("indexed")).map(
        ({ metadata }) => metadata.annotations?.["batch.kubernetes.io/job-completion-index"],
      );
      expect(indexes.map(Number).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    });

    test("held, then released with affinity and tolerations in one update: the pod has them", async () => {
      await world.create("jobs", batchJob(world, "held", { spec: { suspend: true } }));
      const held = await jobWith(world, "held", "Suspended");
      expect(conditionsOf(held)).toEqual(["Suspended True JobSuspended"]);
      expect(held.status).not.toHaveProperty("startTime");
      expect(await podsOf("held")).toEqual([]);
      const tolerations = [{ key: "carbon-aware.io/pool", operator: "Exists" }];
      const matchExpressions = [{ key: "contract.test/home", operator: "Exists" }];
      const nodeAffinity = {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: { matchExpressions } }],
      };
      const template = {
        metadata: { labels: { added: "yes" } },
        spec: { tolerations, affinity: { nodeAffinity } },
      };
      await world.patch("jobs", "held", { spec: { suspend: false, template } });
      const done = await jobWith(world, "held", "Complete");
      expect(conditionsOf(done)[0]).toBe("Suspended False JobResumed");
      const [pod] = await podsOf("held");
      expect(pod).toMatchObject({
        metadata: { labels: { added: "yes" } },
        spec: {
          affinity: { nodeAffinity },
          tolerations: expect.arrayContaining([expect.objectContaining(tolerations[0] ?? {})]),
        },
      });
      await told(world, "held", "Suspended", "Resumed", "SuccessfulCreate", "Completed");
    });

    test("what has started keeps its template", async () => {
      await world.create("jobs", batchJob(world, "started", { seconds: 600 }));
      await activePods("started", 1);
      const body = { spec: { template: { spec: { nodeSelector: { other: "node" } } } } };
      const { code, body: answer } = await world.client.ask("PATCH", world.path("jobs", "started"), {
        body,
        contentType: PATCH.merge,
      });
      expect({ code, reason: answer.reason }).toEqual({ code: 422, reason: "Invalid" });
      expect(answer.message).toContain("field is immutable");
      await world.remove("jobs", "started");
    });

    test("suspended while it runs: its pods go uncounted, its start time too; resumed it starts anew", async () => {
      await world.create(
        "jobs",
        batchJob(world, "paused", { seconds: 600, spec: { parallelism: 2, completions: 2 } }),
      );
      const before = await activePods("paused", 2);
      expect(before.status.startTime).toBeDefined();
      await world.patch("jobs", "paused", { spec: { suspend: true } });
      const paused = await until("no pod left", async () => {
        const job = await world.get("jobs", "paused");
        return (await podsOf("paused")).length === 0 && job?.status["terminating"] === 0 && job;
      });
      expect(paused.status).not.toHaveProperty("startTime");
      for (const absent of ["active", "failed", "succeeded"])
        expect(paused.status).not.toHaveProperty(absent);
      const { template } = batchJob(world, "paused").spec;
      await world.patch("jobs", "paused", {
        spec: { suspend: false, template: { metadata: template.metadata } },
      });
      const done = await jobWith(world, "paused", "Complete");
      expect(done.status).toMatchObject({ succeeded: 2, startTime: expect.any(String) });
      expect(done.status).not.toHaveProperty("failed");
      await told(world, "paused", "SuccessfulDelete", "Suspended", "Resumed");
    });

    test("failing beyond its back-off limit", async () => {
      await world.create("jobs", batchJob(world, "fails", { exitCode: 3, spec: { backoffLimit: 0 } }));
      const failed = await jobWith(world, "fails", "Failed");
      expect(conditionsOf(failed)).toEqual([
        "FailureTarget True BackoffLimitExceeded",
        "Failed True BackoffLimitExceeded",
      ]);
      expect(failed.status).toMatchObject({ failed: 1 });
      expect(failed.status).not.toHaveProperty("completionTime");
      const [pod] = await podsOf("fails");
      expect(pod?.status).toMatchObject({
        phase: "Failed",
        containerStatuses: [{ state: { terminated: { exitCode: 3 } } }],
      });
      await told(world, "fails", "BackoffLimitExceeded");
    });

    test("at its active deadline its pods are ended and counted as failed", async () => {
      const spec = { activeDeadlineSeconds: 3, parallelism: 2, completions: 2 };
      await world.create("jobs", batchJob(world, "late", { seconds: 600, spec }));
      const failed = await jobWith(world, "late", "Failed");
      expect(conditionsOf(failed)).toEqual([
        "FailureTarget True DeadlineExceeded",
        "Failed True DeadlineExceeded",
      ]);
      expect(failed.status).toMatchObject({ failed: 2, terminating: 0 });
      expect(await podsOf("late")).toEqual([]);
    });

    test("a pod deleted by hand is replaced and counted as failed", async () => {
      await world.create("jobs", batchJob(world, "replaced", { seconds: 600 }));
      await activePods("replaced", 1);
      const [first] = await podsOf("replaced");
      await world.remove("pods", first?.metadata.name ?? "");
      const job = await until("another runs, and one failed", async () => {
        const found = await world.get("jobs", "replaced");
        return found?.status["failed"] === 1 && found.status["ready"] === 1 && found;
      });
      expect(job.status).toMatchObject({ active: 1, failed: 1 });
      await world.remove("jobs", "replaced");
    });

    test("a finished Job goes after its ttl, with its pods", async () => {
      await world.create("jobs", batchJob(world, "short-lived", { spec: { ttlSecondsAfterFinished: 1 } }));
      await until("the Job is gone", async () => (await world.get("jobs", "short-lived")) === undefined);
      await until("its pods are gone", async () => (await podsOf("short-lived")).length === 0);
    });

    test("a Job managed by another controller is left alone", async () => {
      await world.create("jobs", batchJob(world, "foreign", { spec: { managedBy: "contract.test/other" } }));
      await world.create("jobs", batchJob(world, "ours-after-it"));
      await jobWith(world, "ours-after-it", "Complete");
      const foreign: Resource | undefined = await world.get("jobs", "foreign");
      expect(foreign?.status).toEqual({});
      expect(await podsOf("foreign")).toEqual([]);
    });
  });
}
