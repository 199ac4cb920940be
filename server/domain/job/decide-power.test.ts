import { expect, test } from "vitest";
import { explain } from "../workload/facts.ts";
import { decide } from "./decide.ts";
import { inputFor, type ClusterView } from "./input.ts";
import { decodeDecideInput, encodeDecideInput } from "./record.ts";
import { at, inputOf, jobOf, signalOf } from "./testing.ts";

const room = { capWatts: 12_400, neededWatts: 500, runningWatts: 12_100, aheadWatts: 0 };
const CHEAP_NOW = [100, 300, 300, 300, 300];
const kept = { kind: "wait", reason: "WaitingForPower", until: at(3), savingPercent: 0 };

test.each([
  ["its window is open: it waits for its turn", CHEAP_NOW, {}, kept],
  ["a better window is ahead: it waits for that", [300, 100, 300], {}, { reason: "BetterWindowAhead" }],
  ["there is no forecast: it may start, so it waits for its turn", undefined, {}, kept],
  ["its latest start: the cap has no say", CHEAP_NOW, { now: at(3) }, { reason: "LatestStartReached" }],
  ["a person runs it", CHEAP_NOW, { job: { runRequested: true } }, { reason: "RunNowRequested" }],
  ["a pause lets all go", CHEAP_NOW, { policy: { paused: true } }, { reason: "CarbonAwarenessPaused" }],
  ["a policy that is off", CHEAP_NOW, { policy: { enabled: false } }, { reason: "PolicyDisabled" }],
  ["a person holds it", CHEAP_NOW, { job: { heldByPerson: true } }, { reason: "HeldByPerson" }],
  ["there is room", CHEAP_NOW, { room: { ...room, runningWatts: 11_900 } }, { reason: "WindowOpen" }],
  ["no cap", CHEAP_NOW, { room: undefined }, { reason: "WindowOpen" }],
])("with the power cap reached: %s", (_, hourly, change, expected) => {
  expect(decide(inputOf(hourly, { room, ...change }))).toMatchObject(expected);
});

test("what was recorded gives the same decision again", () => {
  const input = inputOf(CHEAP_NOW, { room, previous: decide(inputOf(CHEAP_NOW, { room })) });
  const again = decodeDecideInput(JSON.parse(JSON.stringify(encodeDecideInput(input))));
  expect(again.room).toEqual(room);
  expect(decide(again)).toEqual(decide(input));
});

test("people read why", () => {
  const input = inputOf(CHEAP_NOW, { room });
  expect(explain(decide(input), input, 500)).toBe(
    "It may start, and waits for its turn under the power cap of 12.4 kW. It starts when others have ended, at 03:00 UTC at the latest.",
  );
});

const view: ClusterView = {
  policies: [],
  paused: false,
  zone: "DE",
  signalOf: () => signalOf(CHEAP_NOW),
  shaping: { maxConcurrentWatts: 1_000 },
};
const when = { now: at(0), previous: undefined };

test("where only the cap is known, as at admission, the loop is to say who goes", () => {
  const { input } = inputFor(jobOf(), view, when);
  expect(input.room).toEqual({ capWatts: 1_000, neededWatts: expect.closeTo(4.81, 2) });
  expect(decide(input)).toMatchObject({ reason: "WaitingForPower" });
  expect(inputFor(jobOf(), { ...view, shaping: undefined }, when).input).not.toHaveProperty("room");
});

test("an interruptible Job that runs has its place", () => {
  const running = jobOf({
    annotations: { "carbon-aware.io/interruptible": "true" },
    spec: { suspend: false },
    status: { startTime: at(-1).toISOString() },
  });
  expect(inputFor(running, view, when).input).not.toHaveProperty("room");
});
