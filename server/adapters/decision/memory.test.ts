import { expect, test } from "vitest";
import { decide } from "#server/domain/job/decide.ts";
import { inputOf, jobOf } from "#server/domain/job/testing.ts";
import { wouldHave } from "#server/domain/job/would-have.ts";
import { createMemoryRecorder } from "./memory.ts";

const key = (name: string) => `carbon-aware.io/${name}`;
const marked = (state: string, more: Record<string, string> = {}) => {
  const job = jobOf({ annotations: { [key("state")]: state, ...more } });
  return { ...job, metadata: { ...job.metadata, uid: "u1" } };
};
const wait = { [key("reason")]: "BetterWindowAhead", [key("release-at")]: "2026-01-05T02:00:00Z" };

test("a held Job tells its plan to the next leader", () => {
  const recorder = createMemoryRecorder();
  recorder.learn(marked("held", wait));
  expect(recorder.previousOf("u1")).toMatchObject({
    kind: "wait",
    reason: "BetterWindowAhead",
    until: new Date("2026-01-05T02:00:00Z"),
  });
  expect(recorder.wasReleased("u1")).toBe(false);
});

test("a decision of a dry run is no plan to keep", () => {
  const recorder = createMemoryRecorder();
  const input = inputOf([300, 75]);
  const record = { id: "1", clusterId: "c", jobUid: "u1", namespace: "n", name: "j", released: false, input };
  const decision = decide(input);
  recorder.record({ ...record, decision, wouldHave: wouldHave(decision, input, 1_000) });
  expect([recorder.wasDryRun("u1"), recorder.previousOf("u1")]).toEqual([true, undefined]);
  recorder.record({ ...record, decision });
  expect([recorder.wasDryRun("u1"), recorder.previousOf("u1")]).toEqual([false, decision]);
});

test.each(["released", "admitted"])("one that was %s stays so", (state) => {
  const recorder = createMemoryRecorder();
  recorder.learn(marked(state));
  expect(recorder.wasReleased("u1")).toBe(true);
});

test.each([
  ["was copied with what stood on its original, and waits as it came", 1, false],
  ["a person suspended after it had been let go", 3, true],
])("one that %s", (_, generation, released) => {
  const recorder = createMemoryRecorder();
  const job = marked("released");
  recorder.learn({ ...job, metadata: { ...job.metadata, generation }, spec: { ...job.spec, suspend: true } });
  expect(recorder.wasReleased("u1")).toBe(released);
});

test.each<[string, string, Record<string, string>]>([
  ["a state of nobody's", "dreaming", {}],
  ["a reason of nobody's", "held", { ...wait, [key("reason")]: "Because" }],
  ["an instant that is none", "held", { ...wait, [key("release-at")]: "soon" }],
])("%s tells nothing", (_, state, more) => {
  const recorder = createMemoryRecorder();
  recorder.learn(marked(state, more));
  expect(recorder.previousOf("u1")).toBeUndefined();
});
