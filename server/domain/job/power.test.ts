import { expect, test } from "vitest";
import type { Job } from "../kubernetes.ts";
import { HOUR_MS } from "../clock.ts";
import { DEFAULT_POWER, gramsOf, parseQuantity, powerOf } from "./power.ts";
import { jobOf } from "./testing.ts";

test.each([
  ["500m", 0.5],
  ["2", 2],
  ["0.1", 0.1],
  [".5", 0.5],
  ["2.", 2],
  [3, 3],
  ["1e3", 1_000],
  ["1.5Gi", 1.5 * 2 ** 30],
  ["100M", 1e8],
  ["1500u", 0.0015],
  ["2k", 2_000],
  ["-1", undefined],
  ["two", undefined],
  ["1 Gi", undefined],
  ["1.2.3", undefined],
  ["1GiB", undefined],
  ["", undefined],
  [undefined, undefined],
  [Number.NaN, undefined],
])("the quantity %j is %j", (text, expected) => {
  const value = parseQuantity(text);
  if (expected === undefined) expect(value).toBeUndefined();
  else expect(value).toBeCloseTo(expected, 9);
});

const containers = (...all: Job["spec"]["template"]["spec"]["containers"]) => ({
  template: { spec: { containers: all } },
});
const asks = (requests?: Record<string, string>, limits?: Record<string, string>) => ({
  name: "c",
  resources: { requests, limits },
});

test.each<[string, Partial<Job["spec"]>, number, number]>([
  ["two vCPUs", containers(asks({ cpu: "2" })), 2, 2 * 2.12 * 1.135],
  ["all containers count", containers(asks({ cpu: "500m" }), asks({ cpu: "1" })), 1.5, 1.5 * 2.12 * 1.135],
  ["limits stand in for requests", containers(asks(undefined, { cpu: "4" })), 4, 4 * 2.12 * 1.135],
  ["one that asks for nothing counts as one vCPU, not as none", containers(asks()), 1, 2.12 * 1.135],
  [
    "pods side by side count, no more than there are to complete",
    { ...containers(asks({ cpu: "1" })), parallelism: 8, completions: 3 },
    3,
    3 * 2.12 * 1.135,
  ],
  ["GPUs are 300 W each", containers(asks({ cpu: "8", "nvidia.com/gpu": "2" })), 8, (8 * 2.12 + 600) * 1.135],
])("%s", (_, spec, vcpus, watts) => {
  const power = powerOf(jobOf({ spec }), DEFAULT_POWER);
  expect(power.vcpus).toBeCloseTo(vcpus);
  expect(power.watts).toBeCloseTo(watts);
});

test("a kilowatt for an hour at 300 g/kWh is 300 g", () => {
  expect(gramsOf(1_000, HOUR_MS, 300)).toBe(300);
});
