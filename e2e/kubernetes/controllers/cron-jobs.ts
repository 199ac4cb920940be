import { beforeAll, describe, expect, test } from "vitest";
import type { Connect } from "../contract/world.ts";
import { batchJob, hasCondition, told, until, useBatchWorld, type BatchWorld } from "./batch-world.ts";

export function cronJobs(connect: Connect): void {
  describe("CronJobs", () => {
    const world = useBatchWorld(connect);
    beforeAll(async () => void (await world.addNode()));

    test("one that is due makes a Job, lists it, and notes its success; a suspended one makes none", async () => {
      await world.create("cronjobs", cronJob(world, "suspended", { suspend: true }));
      await world.create("cronjobs", cronJob(world, "minutely", { timeZone: "Europe/Berlin" }));
      const job = await until("a Job of it", async () => (await world.list("jobs", "from=minutely"))[0]);
      expect(job.metadata).toMatchObject({
        name: expect.stringMatching(/^minutely-\d{8}$/),
        annotations: {
          "batch.kubernetes.io/cronjob-scheduled-timestamp": expect.stringMatching(/T\d\d:\d\d:00/),
        },
        ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: "minutely", controller: true }],
      });
      await until("the Job is complete", async () =>
        hasCondition(await world.get("jobs", job.metadata.name), "Complete"),
      );
      const after = await until("its success is noted", async () => {
        const found = await world.get("cronjobs", "minutely");
        return found?.status["lastSuccessfulTime"] !== undefined && found;
      });
      expect(after.status).toMatchObject({ lastScheduleTime: expect.stringMatching(/:00Z$/) });
      await told(world, "minutely", "SuccessfulCreate", "SawCompletedJob");
      expect(await world.list("jobs", "from=suspended")).toEqual([]);
      await world.remove("cronjobs", "minutely");
      await until("its Jobs are gone", async () => (await world.list("jobs")).length === 0);
    });
  });
}

function cronJob(world: BatchWorld, name: string, spec: object) {
  const { spec: jobSpec } = batchJob(world, name);
  const jobTemplate = { metadata: { labels: { from: name } }, spec: jobSpec };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name },
    spec: { schedule: "* * * * *", jobTemplate, ...spec },
  };
}
