import { expect, test } from "vitest";
import { draftOfPool, areSamePools, newPool, poolsErrors, wishOfPool, type PoolDraft } from "./pool-draft.ts";

const CLASS = { workerClasses: ["default-worker", "large"] };
const kept = { name: "md-0", role: "green", machineClass: "large" } as const;
const first = newPool(CLASS, []);

test("the first pool is for all work, a second for green windows, any other for all work", () => {
  const pools: PoolDraft[] = [];
  for (let count = 0; count < 3; count += 1) pools.push(newPool(CLASS, pools));
  expect(pools.map(({ role }) => role)).toEqual(["fallback", "green", "fallback"]);
});

test("a new pool has a name that is free, and the first class", () => {
  expect(first).toMatchObject({ name: "md-0", machineClass: "default-worker" });
  expect(newPool(CLASS, [first]).name).toBe("md-1");
});

test.each([
  ["a size", { ...first, machines: "3" }, { minNodes: 3, maxNodes: 3 }],
  [
    "bounds, from none at all",
    { ...first, size: "bounds", least: "0", most: "5" },
    { minNodes: 0, maxNodes: 5 },
  ],
  ["what is no number stays text", { ...first, machines: "some" }, { minNodes: "some", maxNodes: "some" }],
] as const)("%s", (_, draft, wish) => {
  expect(wishOfPool(draft)).toMatchObject(wish);
});

test.each([
  [
    "bounds that become a size begin with the machines that are there",
    { minNodes: 1, maxNodes: 9 },
    4,
    { size: "bounds", machines: "4" },
  ],
  [
    "a size that becomes bounds keeps them within",
    { minNodes: 3, maxNodes: 3 },
    3,
    { size: "fixed", least: "1", most: "3" },
  ],
  [
    "a pool of none may grow to one",
    { minNodes: 0, maxNodes: 0 },
    0,
    { size: "fixed", least: "0", most: "1" },
  ],
  ["how many are there is not known: the most", { minNodes: 1, maxNodes: 9 }, undefined, { machines: "9" }],
] as const)("%s", (_, bounds, present, draft) => {
  expect(draftOfPool({ ...kept, ...bounds }, present)).toMatchObject(draft);
});

test("two of a name, and more at least than at most, are told at their fields", () => {
  const inverted = { ...first, name: "b", size: "bounds", least: "5", most: "2" } as const;
  expect(poolsErrors([first, first, inverted])).toEqual({
    "pools.1.name": "Another pool has this name.",
    "pools.2.minNodes": "That is more than at most.",
  });
  expect(poolsErrors([{ ...inverted, size: "fixed" }])).toEqual({});
});

test("what the other kind of size would be changes nothing", () => {
  expect(areSamePools([first], [{ ...first, least: "0", most: "9" }])).toBe(true);
  expect(areSamePools([first], [{ ...first, size: "bounds" }])).toBe(false);
  expect(areSamePools([first], [first, { ...first, name: "another" }])).toBe(false);
});
