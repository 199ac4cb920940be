import { expect, test } from "vitest";
import { jobOf } from "#server/domain/job/testing.ts";
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
