import { expect, test } from "vitest";
import { at } from "../job/testing.ts";
import { withDryRuns, type CountedDryRun } from "./dry-run-status.ts";

const counted = (hour: number, gramsNow: number | null, gramsPlanned: number | null): CountedDryRun => ({
  at: at(hour),
  decision:
    gramsNow === gramsPlanned && gramsNow !== null
      ? { kind: "run-now", reason: "WindowOpen" }
      : { kind: "wait", reason: "BetterWindowAhead", until: at(hour + 2), savingPercent: 50 },
  wouldHave: { energyKwh: 1, gramsNow, gramsPlanned },
});

test("decisions add up, also to those of a leader before", () => {
  const first = withDryRuns(undefined, [counted(0, 400, 100), counted(1, 100, 100)]);
  expect(first).toEqual({
    since: "2026-01-05T00:00:00.000Z",
    jobs: 2,
    wouldHaveWaited: 1,
    gramsAtOnce: 500,
    gramsAsDecided: 200,
    wouldHaveSaved: "300 g (60 %)",
  });
  expect(withDryRuns(first, [counted(2, 500, 800)])).toEqual({
    ...first,
    jobs: 3,
    wouldHaveWaited: 2,
    gramsAtOnce: 1_000,
    gramsAsDecided: 1_000,
    wouldHaveSaved: "0 g (0 %)",
  });
  expect(withDryRuns(first, [])).toBe(first);
});

test("a Job whose grid is not foreseen is a Job, and no saving; of such alone nothing is claimed", () => {
  const status = withDryRuns(undefined, [counted(0, null, null)]);
  expect(status).toMatchObject({ jobs: 1, wouldHaveWaited: 1, gramsAtOnce: 0, wouldHaveSaved: "not known" });
  expect(withDryRuns(status, [counted(1, 100, 150)])?.wouldHaveSaved).toBe("-50 g (-50 %)");
});
