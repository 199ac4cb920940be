import { expect, test } from "vitest";
import type { OperationView, StepView } from "#server/domain/cluster/view.ts";
import { progressText } from "./progress.prepare.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const after = (seconds: number) => new Date(+NOW + seconds * 1_000);
const step = (state: StepView["state"]): StepView => ({
  name: state,
  title: state,
  detail: "",
  state,
  attempts: [],
  expectedMs: null,
});
const operation = (more: Partial<OperationView>): OperationView => ({
  kind: "create",
  startedAt: after(-90),
  finishedAt: null,
  steps: [step("done"), step("running"), step("not-started")],
  nextAttemptAt: null,
  percent: 42,
  eta: null,
  ...more,
});

test.each<[string, Partial<OperationView>, string]>([
  ["over", { finishedAt: NOW, percent: 100 }, "3 steps, all done in 1 min 30"],
  [
    "a range",
    { eta: { from: after(120), to: after(240) } },
    "42 %, 1 of 3 steps done. 2 min to 4 min left, as past runs went.",
  ],
  [
    "as one",
    { eta: { from: after(121), to: after(122) } },
    "42 %, 1 of 3 steps done. About 2 min left, as past runs went.",
  ],
  [
    "longer than most",
    { eta: { from: after(0), to: after(30) } },
    "42 %, 1 of 3 steps done. Up to 30 s left, as past runs went.",
  ],
  [
    "less than a second at least",
    { eta: { from: after(0.4), to: after(1) } },
    "42 %, 1 of 3 steps done. Up to 1 s left, as past runs went.",
  ],
  [
    "longer than all",
    { eta: { from: after(-5), to: after(0) } },
    "42 %, 1 of 3 steps done. Past runs had ended by now.",
  ],
  ["no past", {}, "42 %, 1 of 3 steps done. No past run tells when it ends."],
  [
    "a failing step",
    { steps: [step("done"), step("failed")] },
    "42 %, 1 of 2 steps done. A step fails, so its end is not known.",
  ],
])("how far it is: %s", (_, more, words) => {
  expect(progressText(operation(more), NOW).replaceAll("\u00a0", " ")).toBe(words);
});

test("what is stuck ends by nobody's past", () => {
  const stuck = operation({ eta: { from: after(0), to: after(30) } });
  expect(progressText(stuck, NOW, true)).toMatch(/It is stuck, so its end is not known\.$/);
});
