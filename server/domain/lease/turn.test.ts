import { describe, expect, test } from "vitest";
import { givenUpSpec, heldSpec, leaseTurn, sightedAgain, type Sighting } from "./turn.ts";

const seen = (holderIdentity: string | undefined, sinceMs = 0): Sighting => ({
  resourceVersion: "1",
  spec: { holderIdentity, leaseDurationSeconds: 15, renewTime: "1999-01-01T00:00:00.000000Z" },
  sinceMs,
});
const now = new Date("2026-01-05T00:00:00.123Z");

describe("a candidate", () => {
  test.each<[string, Sighting | undefined, number, string]>([
    ["makes the Lease where there is none", undefined, 0, "create"],
    ["renews its own", seen("me"), 1e9, "renew"],
    ["takes one that was given up", seen(""), 0, "take"],
    ["takes one that never had a holder", seen(undefined), 0, "take"],
    ["waits while another's may still hold", seen("other"), 14_999, "wait"],
    ["takes another's that has not turned for its whole length", seen("other"), 15_000, "take"],
    ["counts from its own first sight, whatever renewTime says", seen("other", 10_000), 24_999, "wait"],
  ])("%s", (_, sighting, nowMs, expected) => {
    expect(leaseTurn(sighting, "me", nowMs)).toBe(expected);
  });
});

test("its clock starts anew when the Lease turns, and only then", () => {
  const before = seen("other", 100);
  expect(sightedAgain(before, { resourceVersion: "1", spec: before.spec }, 900)).toBe(before);
  expect(sightedAgain(before, { resourceVersion: "2", spec: before.spec }, 900).sinceMs).toBe(900);
});

test("a renewal keeps when it was taken; a change of hands counts one transition", () => {
  const first = heldSpec(undefined, "a", { durationSeconds: 15, now });
  expect(first).toEqual({
    holderIdentity: "a",
    leaseDurationSeconds: 15,
    acquireTime: "2026-01-05T00:00:00.123000Z",
    renewTime: "2026-01-05T00:00:00.123000Z",
    leaseTransitions: 0,
  });
  const later = new Date(+now + 2_000);
  expect(heldSpec(first, "a", { durationSeconds: 15, now: later })).toMatchObject({
    acquireTime: first.acquireTime,
    leaseTransitions: 0,
  });
  expect(heldSpec(first, "b", { durationSeconds: 15, now: later })).toMatchObject({
    holderIdentity: "b",
    leaseTransitions: 1,
  });
});

test("one that is given up is nobody's", () => {
  const spec = givenUpSpec(heldSpec(undefined, "a", { durationSeconds: 15, now }), now);
  expect(leaseTurn({ resourceVersion: "2", spec, sinceMs: 0 }, "b", 0)).toBe("take");
});
