import { expect, test } from "vitest";
import {
  answered,
  BATCH,
  begun,
  failed,
  isComplete,
  type ManyRun,
  nextBatch,
  restOf,
  titleOf,
} from "./many-run.prepare.ts";

const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");
const names = Array.from({ length: 1_000 }, (_, n) => `c-${n}`);
const outcomesOf = (some: readonly string[], done = true) =>
  some.map((name) => ({ name, done, message: done ? "Paused." : "It is being deleted." }));
const step = (run: ManyRun, done = true) => answered(run, outcomesOf(nextBatch(run), done));
const after = (batches: number) =>
  Array.from({ length: batches }).reduce<ManyRun>((run) => step(run), begun(names));
const lost = { message: "The console does not answer.", data: null };

test("batch by batch in order, until each was asked once", () => {
  const asked: string[] = [];
  let run = begun(names);
  while (run.state === "going") {
    const batch = nextBatch(run);
    expect(batch.length).toBe(BATCH);
    asked.push(...batch);
    run = answered(run, outcomesOf(batch));
  }
  expect(asked).toEqual(names);
  expect([isComplete(run), restOf(run), plain(titleOf(run))]).toEqual([
    true,
    undefined,
    "Done on 1,000 clusters.",
  ]);
});

test.each<[string, ManyRun, string, string | undefined]>([
  ["under way", after(3), "75 of 1,000 clusters so far.", undefined],
  [
    "no answer to the fourth",
    failed(after(3), nextBatch(after(3)), lost),
    "Done on 75 of 1,000 clusters.",
    "Of 25 clusters it is not known: asked, but no answer came. Asking again does no harm. 900 clusters were not asked.",
  ],
  [
    "a fault inside may have come after some",
    failed(after(0), nextBatch(after(0)), { message: "", data: { code: "INTERNAL_SERVER_ERROR" } }),
    "Done on 0 of 1,000 clusters.",
    "Of 25 clusters it is not known: asked, but no answer came. Asking again does no harm. 975 clusters were not asked.",
  ],
  [
    "refused: nothing of that batch was begun",
    failed(step(after(1), false), [], {
      message: "It takes the role operator.",
      data: { code: "FORBIDDEN" },
    }),
    "Done on 25 of 1,000 clusters.",
    "25 clusters did not take it. 950 clusters were not asked.",
  ],
  [
    "stopped: the batch under way is still told",
    step({ ...after(38), state: "stopping" }),
    "Done on 975 of 1,000 clusters.",
    "25 clusters were not asked.",
  ],
  [
    "all asked, and some did not take it",
    answered(begun(["a", "b"]), [...outcomesOf(["a"]), ...outcomesOf(["b"], false)]),
    "Done on 1 of 2 clusters.",
    undefined,
  ],
])("%s", (_, run, title, rest) => {
  expect([plain(titleOf(run)), plain(restOf(run))]).toEqual([title, rest]);
});

test("going on asks those without an answer first, and no longer says that it is not known", () => {
  const broken = failed(after(3), nextBatch(after(3)), lost);
  const again: ManyRun = { ...broken, state: "going", problem: undefined };
  expect(nextBatch(again)).toEqual(names.slice(75, 100));
  expect(step(again).unknown).toEqual([]);
});

test("an answer about nobody ends it, rather than ask for ever", () => {
  expect(answered(begun(["a"]), []).state).toBe("ended");
});
