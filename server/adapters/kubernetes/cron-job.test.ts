import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { parseForbidding } from "./cron-job.ts";

const cronJob = (spec: object) => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: "nightly", creationTimestamp: "2026-01-05T00:00:00Z" },
  spec: { schedule: "0 * * * *", concurrencyPolicy: "Forbid", ...spec },
});

test.each<[string, object, number | undefined]>([
  ["every hour", {}, HOUR_MS],
  ["every working day: its shortest gap", { schedule: "0 9 * * 1-5" }, DAY_MS],
  ["twice in a morning", { schedule: "0 6,10 * * *", timeZone: "Europe/Berlin" }, 4 * HOUR_MS],
  ["one that allows two at once", { concurrencyPolicy: "Allow" }, undefined],
  ["one that says nothing of it", { concurrencyPolicy: undefined }, undefined],
  ["a schedule that is none", { schedule: "now and then" }, undefined],
])("the period of a CronJob that forbids overlaps, %s", (_, spec, periodMs) => {
  expect(parseForbidding(cronJob(spec))).toEqual(periodMs && { name: "nightly", periodMs });
});
