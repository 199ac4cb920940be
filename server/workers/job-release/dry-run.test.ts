import { expect, test } from "vitest";
import { createMemoryRecorder } from "#server/adapters/decision/memory.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { at, jobOf, signalOf } from "#server/domain/job/testing.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { dryRunController } from "./dry-run.ts";

/** The dry run with an API server that takes Events and nothing else. */
function world(job: Job, since: Date) {
  const events: { reason: string; message: string }[] = [];
  const kube = {
    json: async (_: string, { body }: { body: { reason: string; message: string } }) =>
      void events.push(body),
    patch: () => Promise.reject(new Error("a dry run touched a Job")),
  } as unknown as KubeClient;
  const loop = dryRunController(
    {
      clusterId: "",
      kube,
      cache: {
        jobs: new Map([["climate/era5-regrid", job]]),
        policies: [],
        paused: false,
        zone: "DE",
        signalOf: () => signalOf([300, 280, 75, 300]),
      },
      recorder: createMemoryRecorder(),
      admissions: { adopt: () => false },
      clock: { rate: 1, now: () => at(0) },
      log: { info: () => undefined, warn: () => undefined },
    },
    since,
  );
  return { events, run: () => loop.reconcile("climate/era5-regrid", new AbortController().signal) };
}

test("says once what it would have done, and touches nothing", async () => {
  const { run, events } = world(jobOf(), at(0));
  await run();
  await run();
  expect(events.map(({ reason }) => reason)).toEqual(["WouldHold"]);
  expect(events[0]?.message).toMatch(/^Dry run, nothing is changed: Waiting until 02:00 UTC\./);
});

test.each([
  ["that came in the second in which it began counts as new", 500, 1],
  ["that was there before is left out", 60_000, 0],
])("a Job %s", async (_, agoMs, told) => {
  const { run, events } = world(jobOf(), new Date(+at(0) + agoMs));
  await run();
  expect(events).toHaveLength(told);
});

test("a Job that runs at once would have too, and what cannot be read is said", async () => {
  const job = jobOf({ annotations: { "carbon-aware.io/max-delay": "0s", "carbon-aware.io/mode": "insist" } });
  const { run, events } = world(job, at(0));
  await run();
  expect(events.map(({ reason }) => reason)).toEqual(["AnnotationIgnored", "WouldRun"]);
});
