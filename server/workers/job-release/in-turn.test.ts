import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { decide } from "#server/domain/job/decide.ts";
import { at, jobOf } from "#server/domain/job/testing.ts";
import { key, loopWorld, suspends } from "./testing.ts";
import { createTurns } from "./turns.ts";

const held = (annotations: Record<string, string> = {}) =>
  jobOf({
    annotations: { [key("state")]: "held", [key("max-delay")]: "3h", ...annotations },
    labels: { [key("managed")]: "true" },
    spec: { suspend: true },
    status: { conditions: [{ type: "Suspended", status: "True" }] },
  });
const last = {
  decision: { kind: "wait", reason: "BetterWindowAhead", until: at(2), savingPercent: 75 },
  released: false,
} as const;
const stop = new AbortController();

/** Another Job of this power runs already. */
function world(maxConcurrentWatts: number | undefined, hour: number, job = held()) {
  const woken: string[] = [];
  const shaping = { releasesPerSecond: undefined, maxConcurrentWatts };
  const turns = createTurns({
    shaping: () => shaping,
    wake: (name) => void woken.push(name),
    isLooking: () => false,
    signal: stop.signal,
  });
  turns.see("climate/other", jobOf({ spec: { suspend: false } }));
  return { turns, woken, ...loopWorld(job, { hour, last, turns, view: { shaping } }) };
}

test("in its window it is queued first: no new decision, nothing written; in its turn it goes", async () => {
  const { run, records, order, patches, woken, turns } = world(undefined, 2);
  expect(await run()).toEqual({ requeueAfterMs: 3_600_000 }); // its latest start waits for no turn
  expect([records, order()]).toEqual([[], ""]);
  await sleep(80);
  expect(woken).toEqual(["climate/era5-regrid"]);
  await run();
  expect(suspends(patches())).toEqual([false]);
  expect(turns.counts()).toMatchObject({ keptByRate: 0, runningWatts: expect.closeTo(9.62, 1) });
});

test("with the cap reached it stays held, with a reason of its own, and what is recorded can be made again", async () => {
  const { run, records, patches, events, messages, woken } = world(5, 2);
  await run();
  expect(records).toEqual([]); // all are to be in line before any is written to
  await sleep(80);
  expect(woken).toEqual(["climate/era5-regrid"]);
  expect(await run()).toEqual({ requeueAfterMs: 3_600_000 });
  expect(records).toMatchObject([
    {
      decision: { reason: "WaitingForPower", until: at(3) },
      released: false,
      input: { room: { capWatts: 5 } },
    },
  ]);
  expect(records.map(({ input }) => decide(input))).toEqual(records.map(({ decision }) => decision));
  expect(patches()[0]).toMatchObject({
    metadata: {
      annotations: { [key("reason")]: "WaitingForPower", [key("release-at")]: "2026-01-05T03:00:00Z" },
    },
  });
  expect([events(), messages()[0]]).toEqual([["Held"], expect.stringMatching(/power cap of 5.W/)]);
});

test("its latest start waits for neither rate nor cap", async () => {
  const { run, records, patches } = world(5, 3);
  await run();
  expect(records).toMatchObject([{ decision: { kind: "fallback" }, released: true }]);
  expect(suspends(patches())).toEqual([false]);
});

test("a release that fails gives its watts back", async () => {
  const { turns } = world(undefined, 3);
  const failing = loopWorld(held(), { hour: 3, last, turns, answers: [500] });
  await failing.run();
  expect(turns.counts().runningWatts).toBeCloseTo(4.81, 1);
});
