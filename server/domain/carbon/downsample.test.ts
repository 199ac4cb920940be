import { describe, expect, it, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { downsample, lttb } from "./downsample.ts";
import { lengthOf, runsOf } from "./runs.ts";

const hour = (hours: number) => new Date(Date.UTC(2026, 0, 1) + hours * HOUR_MS);
/** null is a gap */
const readings = (values: readonly (number | null)[]) =>
  values.flatMap((gramsPerKwh, index) =>
    gramsPerKwh === null ? [] : [{ startsAt: hour(index), stepMs: HOUR_MS, gramsPerKwh }],
  );
const wave = (length: number) => Array.from({ length }, (_, index) => 300 + 100 * Math.sin(index / 4));

describe("runs", () => {
  test.each<[string, (number | null)[], number[]]>([
    ["readings without a gap are one run", [1, 2, 3], [3]],
    ["a gap ends a run", [1, 2, null, 3], [2, 1]],
    ["nothing is no run", [null, null], []],
  ])("%s", (_, values, lengths) => {
    expect(runsOf(readings(values)).map(({ startsAt }) => startsAt.length)).toEqual(lengths);
  });
  it("ends where its last slot ends", () => {
    expect(runsOf(readings([1, 2])).at(-1)?.endsAt).toBe(+hour(2));
  });
});

describe("LTTB", () => {
  test.each<[string, number[], number, number[]]>([
    ["few enough stay as they are", [1, 2, 3], 5, [0, 1, 2]],
    ["two are the ends", [1, 9, 1, 1], 2, [0, 3]],
    ["a lone peak is kept", [1, 1, 1, 90, 1, 1, 1, 1], 3, [0, 3, 7]],
    ["a lone trough is kept", [50, 50, 50, 50, 50, 3, 50, 50], 3, [0, 5, 7]],
  ])("%s", (_, values, most, chosen) => {
    expect(lttb(Array.from(values.keys()), values, most)).toEqual(chosen);
  });

  it("gives as many as asked, ascending, each once", () => {
    const values = wave(8_760);
    const chosen = lttb(Array.from(values.keys()), values, 1_200);
    expect(chosen).toHaveLength(1_200);
    expect(new Set(chosen).size).toBe(1_200);
    expect(chosen.toSorted((a, b) => a - b)).toEqual(chosen);
  });

  it("keeps the highest and the lowest of a year to within a gram", () => {
    const values = wave(8_760);
    const kept = lttb(Array.from(values.keys()), values, 1_200).map((index) => values[index] ?? 0);
    expect(Math.max(...kept)).toBeGreaterThan(Math.max(...values) - 1);
    expect(Math.min(...kept)).toBeLessThan(Math.min(...values) + 1);
  });
});

describe("a series drawn by fewer points", () => {
  const gappy = wave(2_000).map((value, index) => (index % 500 >= 480 ? null : value));

  it("has its gaps where they were, and every point is a reading", () => {
    const runs = runsOf(readings(gappy));
    const { runs: fewer, drawn, of, gapsJoined } = downsample(runs, 200);
    expect([drawn <= 200, drawn > 190, of, gapsJoined]).toEqual([true, true, 1_920, 0]);
    expect(fewer.map(({ startsAt, endsAt }) => [startsAt[0], endsAt])).toEqual(
      runs.map(({ startsAt, endsAt }) => [startsAt[0], endsAt]),
    );
    const known = new Map(readings(gappy).map(({ startsAt, gramsPerKwh }) => [+startsAt, gramsPerKwh]));
    for (const { startsAt, gramsPerKwh } of fewer)
      expect(startsAt.map((at) => known.get(at))).toEqual(gramsPerKwh);
  });

  it("is the same where it is short enough", () => {
    const runs = runsOf(readings(gappy));
    expect(downsample(runs, 5_000)).toEqual({ runs, drawn: 1_920, of: 1_920, gapsJoined: 0 });
  });

  it("in shreds, joins the shortest gaps first and counts them", () => {
    const shreds = Array.from({ length: 3_000 }, (_, index) =>
      index % 3 === 2 || (index > 1_500 && index < 1_600) ? null : 100,
    );
    const { runs, drawn, gapsJoined } = downsample(runsOf(readings(shreds)), 300);
    expect(drawn).toBeLessThanOrEqual(300);
    expect(gapsJoined).toBeGreaterThan(0);
    expect(
      runs.every(({ startsAt }, index) => index === 0 || (startsAt[0] ?? 0) > (runs[index - 1]?.endsAt ?? 0)),
    ).toBe(true);
    expect(runs.some(({ startsAt }) => startsAt[0] === +hour(1_600) || startsAt[0] === +hour(1_602))).toBe(
      true,
    );
  });

  it("never exceeds what was asked for, whatever the gaps", () => {
    for (const every of [2, 5, 17, 101]) {
      const runs = runsOf(readings(wave(4_000).map((value, index) => (index % every === 0 ? null : value))));
      expect(lengthOf(downsample(runs, 500).runs), `a gap every ${every}`).toBeLessThanOrEqual(500);
    }
  });
});
