import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR_MS } from "#server/domain/clock.ts";
import { decide } from "#server/domain/job/decide.ts";
import { finishedAtOf } from "#server/domain/job/facts.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import { stretchesOf } from "#server/domain/job/stretches.ts";
import type { Pod } from "#server/domain/kubernetes.ts";
import { aware, key, sandboxWorld, until, type SandboxWorld } from "./agent.testing.ts";

let world: SandboxWorld;
beforeAll(async () => void (world = await sandboxWorld(2_400)), 30_000); // an hour in a second and a half
afterAll(() => world.close());

const inParts = (more: Record<string, string> = {}) =>
  aware({ [key("duration")]: "3h", [key("interruptible")]: "true", [key("min-chunk")]: "30m", ...more });

test("a Job that may be interrupted runs in two windows, over a restart of its agent", async () => {
  await world.publish(1, 2, 5, 6);
  const job = await world.submit(inParts(), { runs: "3h" });
  const note = async (name: string) => (await world.read(job)).metadata.annotations?.[key(name)];
  expect(job.metadata.annotations).toMatchObject({ [key("state")]: "held" });

  await until(async () => expect(await note("state")).toBe("released"));
  await world.publish(0, 1, 4, 5); // the same hours, read an hour later
  await until(async () => expect(Number(await note("ran"))).toBeGreaterThan(0));
  await world.publish(2, 3);
  const paused = await world.read(job);
  expect(paused.spec.suspend).toBe(true);
  expect(paused.metadata.annotations).toMatchObject({
    [key("state")]: "held",
    [key("reason")]: "BetterWindowAhead",
  });
  await world.endAgent();
  await world.beginAgent();

  const done = await world.finished(job);
  const ranMs = Number(done.metadata.annotations?.[key("ran")]) * 1_000;
  const { items } = await world.kube.list<Pod>("/api/v1/namespaces/default/pods", {
    query: { labelSelector: `job-name=${job.metadata.name}` },
  });
  const rests = items.map(({ metadata }) => metadata.annotations?.["pod-complete.stage.kwok.x-k8s.io/delay"]);
  expect(rests).toContain(`${(3 * HOUR_MS - ranMs) / 1_000}s`);
  const lastMs = +(finishedAtOf(done) ?? 0) - Date.parse(done.status?.startTime ?? "");
  expect(lastMs).toBeGreaterThanOrEqual(3 * HOUR_MS - ranMs - 1_000);

  const records: DecisionRecord[] = [];
  await world.journal().drain(async (batch) => void records.push(...batch));
  const turns = records.map(({ released, input }) => ({ released, at: input.now }));
  const [first, ...later] = stretchesOf(turns);
  expect(first?.to).toBeInstanceOf(Date);
  expect(later.at(-1)).toMatchObject({ to: null });
  for (const record of records) expect(decide(record.input)).toEqual(record.decision);
}, 30_000);
