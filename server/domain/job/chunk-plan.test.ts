import { describe, expect, test } from "vitest";
import { cumulate } from "../carbon/forecast.ts";
import { costStartingAt, planChunks, slotsOfPlan, type ChunkTask } from "./chunk-plan.ts";
import { select } from "./select.ts";
import { randomFrom } from "./testing.ts";

/** Tries every set of slots; of equal ones the first in order of its slots. */
function everyPlan({ cumulative, from, to, slots, chunk, running }: ChunkTask): number[] | undefined {
  let best: { used: number[]; grams: number } | undefined;
  for (let bits = 0; bits < 2 ** (to - from); bits++) {
    const used = Array.from({ length: to - from }, (_, i) => from + i).filter((_, i) => bits & (1 << i));
    if (used.length !== slots || !isAllowed(used, from, chunk, running)) continue;
    const grams = used.reduce((sum, slot) => sum + (cumulative[slot + 1] ?? 0) - (cumulative[slot] ?? 0), 0);
    if (!best || grams < best.grams || (grams === best.grams && isEarlier(used, best.used)))
      best = { used, grams };
  }
  return best?.used;
}

/** Each stretch is as long as a chunk; the one that is running may end when it likes. */
function isAllowed(used: number[], from: number, chunk: number, running: boolean): boolean {
  const lengths = new Map<number, number>();
  let start = -1;
  used.forEach((slot, i) => {
    if (used[i - 1] !== slot - 1) start = slot;
    lengths.set(start, (lengths.get(start) ?? 0) + 1);
  });
  return [...lengths].every(([first, length]) => length >= chunk || (running && first === from));
}
const isEarlier = (a: number[], b: number[]) => {
  const at = a.findIndex((slot, i) => slot !== b[i]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
};

const taskOf = (grams: number[], change: Partial<ChunkTask>): ChunkTask => ({
  cumulative: cumulate(grams),
  from: 0,
  to: grams.length,
  slots: 2,
  chunk: 1,
  running: false,
  ...change,
});

describe("the cheapest slots of a run that may be split", () => {
  test.each<[string, number[], Partial<ChunkTask>, number[]]>([
    ["the lowest, in order of time", [300, 100, 300, 90, 300], {}, [1, 3]],
    ["the earliest of equal ones", [100, 100, 100, 100], {}, [0, 1]],
    ["no stretch under a chunk", [300, 50, 300, 120, 100, 110], { chunk: 2 }, [4, 5]],
    ["two chunks of two", [90, 80, 300, 300, 70, 60], { chunk: 2, slots: 4 }, [0, 1, 4, 5]],
    ["one that runs may end at once", [300, 90, 80], { chunk: 2, running: true }, [1, 2]],
    ["or go on by a slot of its own", [50, 300, 90, 80], { chunk: 2, slots: 3, running: true }, [0, 2, 3]],
    ["no room", [50], {}, []],
  ])("%s", (_, grams, change, expected) => {
    expect(slotsOfPlan(taskOf(grams, change))).toEqual(expected);
  });

  test("as good as any there is, and the earliest of those, for every chunk", () => {
    const random = randomFrom(5);
    for (let round = 0; round < 400; round++) {
      const grams = Array.from({ length: 1 + Math.floor(random() * 9) }, () => Math.floor(random() * 6) * 10);
      const slots = 1 + Math.floor(random() * Math.min(5, grams.length));
      const chunk = 1 + Math.floor(random() * slots);
      const task = taskOf(grams, { slots, chunk, running: random() < 0.4 });
      const best = everyPlan(task);
      expect(slotsOfPlan(task), JSON.stringify({ grams, ...task })).toEqual(best);
      const plan = planChunks(task);
      expect(plan.first).toBe(best?.[0]);
      expect(plan.grams).toBe(best?.reduce((sum, slot) => sum + (grams[slot] ?? 0), 0));
      if (!task.running) expect(costStartingAt(task, plan.first)).toBe(plan.grams);
    }
  });
});

test("select finds what sorting would", () => {
  const random = randomFrom(3);
  for (let round = 0; round < 200; round++) {
    const values = Float64Array.from({ length: 1 + Math.floor(random() * 30) }, () =>
      Math.floor(random() * 10),
    );
    const rank = Math.floor(random() * values.length);
    expect(select(values.slice(), values.length, rank)).toBe(values.toSorted()[rank]);
  }
  expect(select(new Float64Array(4), 0, 0)).toBeNaN();
});
