import { expect, test } from "vitest";
import type { PlannedChange } from "../agent/view.ts";
import { reviewSentence } from "./review.ts";
import { isLocked } from "./row.ts";
import type { ProviderName } from "./spec.ts";

const object = (change: PlannedChange, refusal: string | null = null) => ({ change, refusal });

test.each([
  [
    "all of it new",
    [object("create"), object("create")],
    "Of 2 objects, 2 would be created. Nothing is written yet.",
  ],
  [
    "some of each",
    [object("create"), object("change"), object("none")],
    "Of 3 objects, 1 would be created, 1 changed, 1 left as it is. Nothing is written yet.",
  ],
  ["one that is there", [object("none")], "Of 1 object, 1 would be left as it is. Nothing is written yet."],
  [
    "what is refused is counted too",
    [object("create"), object("create", "no")],
    "Of 2 objects, 2 would be created. Nothing is written yet. The cluster would refuse 1 of them.",
  ],
])("%s", (_, objects, sentence) => {
  expect(reviewSentence(objects)).toBe(sentence);
});

test.each<[ProviderName, Date | null, boolean]>([
  ["imported", null, true],
  ["imported", new Date(0), false],
  ["cluster-api", null, false],
  ["sandbox", null, false],
])("%s, reviewed at %s: locked %s", (provider, reviewedAt, locked) => {
  expect(isLocked({ provider, reviewedAt })).toBe(locked);
});
