import { expect, test } from "vitest";
import type { ClusterSavings } from "#server/domain/cluster/savings.ts";
import { savedCell, savedSentence } from "./savings.prepare.ts";

const saved = (more: Partial<ClusterSavings>): ClusterSavings => ({
  clusterId: "a",
  jobs: 12,
  unknownJobs: 0,
  gramsAtOnce: 2_000,
  savedGrams: 360,
  ...more,
});
const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");

test.each<[string, ClusterSavings | null, string | undefined, string]>([
  ["grams and their share", saved({}), "360 g", "18 % of 12 Jobs"],
  ["waiting cost more", saved({ savedGrams: -40 }), "\u221240 g", "\u22122 % of 12 Jobs"],
  ["nothing saved is 0", saved({ savedGrams: 0 }), "0 g", "0 % of 12 Jobs"],
  ["some are not known", saved({ unknownJobs: 3 }), "360 g", "18 % of 12 in 15 Jobs"],
  [
    "none is known",
    saved({ jobs: 0, unknownJobs: 3, gramsAtOnce: null, savedGrams: null }),
    undefined,
    "not known",
  ],
  ["no Job ran", null, undefined, "no Job ran"],
])("%s", (_, of, value, note) => {
  const cell = savedCell(of);
  expect([plain(cell.value), plain(cell.note)]).toEqual([value, note]);
});

test("all together, without those of which nothing is known", () => {
  const blind = saved({ jobs: 0, unknownJobs: 1, gramsAtOnce: null, savedGrams: null });
  expect(plain(savedSentence([saved({}), saved({ savedGrams: 40 }), blind]))).toBe(
    "In 30 days waiting saved 400 g (10 %).",
  );
  expect(plain(savedSentence([saved({ savedGrams: -200 })]))).toBe(
    "In 30 days waiting cost 200 g more (10 %).",
  );
  expect(savedSentence([blind])).toBeUndefined();
});
