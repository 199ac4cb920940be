import { expect, test } from "vitest";
import { DAY_MS } from "../clock.ts";
import { mustRenew } from "./plan.ts";

const born = new Date("2026-01-01T00:00:00Z");
const after = (days: number) => new Date(+born + days * DAY_MS);
const known = { notBefore: born, notAfter: after(90), names: ["agent.ns.svc", "agent.ns.svc.cluster.local"] };

test.each([
  ["there is none", undefined, ["agent.ns.svc"], 0, true],
  ["young and right: kept", known, ["agent.ns.svc"], 59, false],
  ["a third of its life is left: renewed", known, ["agent.ns.svc"], 60, true],
  ["the Service has another name: renewed", known, ["other.ns.svc"], 1, true],
] as const)("%s", (_, certificate, names, day, expected) => {
  expect(mustRenew(certificate, names, after(day))).toBe(expected);
});
