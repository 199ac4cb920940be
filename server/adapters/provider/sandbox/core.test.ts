import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Job } from "#server/domain/kubernetes.ts";
import { createCore } from "./core.ts";

const clock = { rate: 1, now: () => new Date("2026-11-22T12:00:00Z") };
const job = (name: string): Job => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, namespace: "default" },
  spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox" }] } } },
});
let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));
const open = () => createCore({ dir, clock, onError: () => {} });

test("a Job gets the defaults and labels of the real server, and its events come in order", async () => {
  const { api } = await open();
  const seen: string[] = [];
  api.onEvent((plural, { type, object }) => seen.push(`${type} ${plural}/${object.metadata.name}`));
  const made = await api.create(job("a"));
  expect(made.spec).toMatchObject({ parallelism: 1, completions: 1, backoffLimit: 6, suspend: false });
  await api.updateStatus<Job>("jobs", "default", "a", (object) => {
    object.status = { active: 1 };
    object.spec.suspend = true;
  });
  expect(api.get<Job>("jobs", "default", "a")).toMatchObject({
    spec: { suspend: false },
    status: { active: 1 },
  });
  await api.delete("jobs", "default", "a");
  expect(seen).toEqual(["ADDED jobs/a", "MODIFIED jobs/a", "DELETED jobs/a"]);
});

test("what was written is there after a restart, without the torn last line", async () => {
  const first = await open();
  await first.api.create(job("kept"));
  await first.api.create(job("gone"));
  await first.api.delete("jobs", "default", "gone");
  fs.appendFileSync(
    path.join(dir, "state-1.jsonl"),
    '{"rv":99,"storage":"jobs.batch","key":"default/torn","obj',
  );
  const second = await open();
  expect(second.api.list("jobs").map(({ metadata }) => metadata.name)).toEqual(["kept"]);
  await second.api.create(job("after"));
  const third = await open();
  expect(third.api.list("jobs").map(({ metadata }) => metadata.name)).toEqual(["after", "kept"]);
});
