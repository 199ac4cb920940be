import { describe, expect, test } from "vitest";
import { eventually, job, ok, PATCH, unique, useWorld, type Connect } from "./world.ts";

const cron = (schedule: string) => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: unique("cron") },
  spec: { schedule, suspend: true, jobTemplate: { spec: job("x").spec } },
});

export function jobs(connect: Connect): void {
  describe("Jobs", () => {
    const world = useWorld(connect);
    const create = async (spec: object = {}) => {
      const name = unique("job");
      const body = await ok(world.client.ask("POST", world.path("jobs"), { body: job(name, spec) }), 201);
      return { path: world.path("jobs", name), body };
    };
    const patch = (path: string, body: object) =>
      world.client.ask("PATCH", path, { contentType: PATCH.merge, body });

    test("the defaults, the selector and the labels of its pods are filled in", async () => {
      const { body } = await create();
      const { name, uid } = body.metadata;
      const labels = {
        "batch.kubernetes.io/controller-uid": uid,
        "batch.kubernetes.io/job-name": name,
        "controller-uid": uid,
        "job-name": name,
      };
      expect(body["spec"]).toMatchObject({
        parallelism: 1,
        completions: 1,
        backoffLimit: 6,
        completionMode: "NonIndexed",
        suspend: true,
        podReplacementPolicy: "TerminatingOrFailed",
        selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } },
        template: {
          metadata: { labels },
          spec: {
            restartPolicy: "Never",
            terminationGracePeriodSeconds: 30,
            dnsPolicy: "ClusterFirst",
            schedulerName: "default-scheduler",
            securityContext: {},
            containers: [
              {
                imagePullPolicy: "IfNotPresent",
                terminationMessagePolicy: "File",
                resources: { requests: { cpu: "1", memory: "64Mi" } },
              },
            ],
          },
        },
      });
      expect(body.metadata).toMatchObject({ generation: 1, labels });
      expect(body.status).toEqual({});
    });

    test("parallelism without completions is a work queue", async () => {
      const { body } = await create({ parallelism: 3 });
      expect(body["spec"]).not.toHaveProperty("completions");
    });

    test.each([
      [
        "a restart policy of Always",
        { template: { spec: { restartPolicy: "Always", containers: [{ name: "a", image: "i" }] } } },
        "spec.template.spec.restartPolicy",
      ],
      ["no containers", { template: { spec: { restartPolicy: "Never" } } }, "spec.template.spec.containers"],
      [
        "a container without an image",
        { template: { spec: { restartPolicy: "Never", containers: [{ name: "a" }] } } },
        "spec.template.spec.containers[0].image",
      ],
      ["a negative backoffLimit", { backoffLimit: -1 }, "spec.backoffLimit"],
      ["a negative ttl", { ttlSecondsAfterFinished: -1 }, "spec.ttlSecondsAfterFinished"],
    ])("%s is 422 naming the field", async (_, spec, field) => {
      const { code, body } = await world.client.ask("POST", world.path("jobs"), {
        body: job(unique("bad"), spec),
      });
      expect({ code, reason: body.reason }).toEqual({ code: 422, reason: "Invalid" });
      expect(body.details.causes.map((cause) => cause.field)).toContain(field);
      expect(body.message).toMatch(/^Job\.batch "bad-\w+" is invalid: /);
    });

    test.each([
      ["completions", { completions: 3 }, "spec.completions"],
      ["completionMode", { completionMode: "Indexed" }, "spec.completionMode"],
      [
        "the image",
        { template: { spec: { containers: [{ name: "main", image: "other" }] } } },
        "spec.template",
      ],
    ])("%s cannot change, suspended or not", async (_, spec, field) => {
      const { path } = await create();
      const { code, body } = await patch(path, { spec });
      expect({ code, reason: body.reason }).toEqual({ code: 422, reason: "Invalid" });
      expect(body.message).toContain("field is immutable");
      expect(body.details.causes.some((cause) => cause.field.startsWith(field))).toBe(true);
    });

    test("its selector cannot change", async () => {
      const { path } = await create();
      expect((await patch(path, { spec: { selector: { matchLabels: { a: "b" } } } })).code).toBe(422);
    });

    test("parallelism, backoffLimit, ttl and suspend may change", async () => {
      const { path } = await create();
      const done = await ok(
        patch(path, {
          spec: { parallelism: 0, backoffLimit: 2, ttlSecondsAfterFinished: 60, activeDeadlineSeconds: 30 },
        }),
      );
      expect(done["spec"]).toMatchObject({ parallelism: 0, backoffLimit: 2, ttlSecondsAfterFinished: 60 });
    });

    test("while it is suspended and never started, where its pods may run can change, in the same patch that releases it", async () => {
      const { path } = await create();
      // the real controller notes the suspension in a condition of its own first
      await eventually(
        () => ok(world.client.ask("GET", path)),
        () => true,
      );
      const pod = {
        nodeSelector: { pool: "green" },
        tolerations: [{ key: "green", operator: "Exists", effect: "NoSchedule" }],
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 1,
                preference: { matchExpressions: [{ key: "pool", operator: "In", values: ["green"] }] },
              },
            ],
          },
        },
      };
      const released = await ok(
        patch(path, {
          spec: { suspend: false, template: { metadata: { annotations: { a: "b" } }, spec: pod } },
        }),
      );
      expect(released["spec"]).toMatchObject({
        suspend: false,
        template: { metadata: { annotations: { a: "b" } }, spec: pod },
      });
    });

    test("once released its template is immutable", async () => {
      const { path } = await create({ suspend: false });
      for (const template of [
        { spec: { nodeSelector: { a: "b" } } },
        { metadata: { annotations: { a: "b" } } },
      ]) {
        const { code, body } = await patch(path, { spec: { template } });
        expect({ code, reason: body.reason }).toEqual({ code: 422, reason: "Invalid" });
        expect(body.message).toContain("field is immutable");
        expect(body.details.causes).toEqual([
          expect.objectContaining({ reason: "FieldValueInvalid", field: "spec.template" }),
        ]);
      }
    });

    test("a start time in its status makes the template immutable even while suspended", async () => {
      const { path } = await create({ suspend: false });
      await ok(
        patch(`${path}/status`, { status: { startTime: "2026-01-01T00:00:00Z" } }).then(async (answer) =>
          answer.code === 200 ? answer : world.client.ask("GET", path),
        ),
      );
      await eventually(
        () => ok(world.client.ask("GET", path)),
        ({ status }) => (status as { startTime?: string }).startTime !== undefined,
      );
      const { code } = await patch(path, {
        spec: { suspend: true, template: { spec: { nodeSelector: { a: "b" } } } },
      });
      expect(code).toBe(422);
    });

    test("a CronJob gets its defaults; a schedule that is none is 422", async () => {
      const made = await ok(
        world.client.ask("POST", world.path("cronjobs"), { body: cron("*/5 * * * *") }),
        201,
      );
      expect(made["spec"]).toMatchObject({
        concurrencyPolicy: "Allow",
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      });
      const { code, body } = await world.client.ask("POST", world.path("cronjobs"), {
        body: cron("at noon"),
      });
      expect(code).toBe(422);
      expect(body.details.causes[0]?.field).toBe("spec.schedule");
    });
  });
}
