import { describe, expect, it, test } from "vitest";
import { HOUR_MS } from "#server/domain/clock.ts";
import { fibresOf, prepareEye } from "./eye.prepare.ts";
import { NOW, zoneFixture } from "./fixture.ts";

const flat = (count: number, grams: number) => Array.from({ length: count }, () => grams);
const ofNewest = (hours: number) => new Date(+new Date("2026-08-25T05:00:00Z") + hours * HOUR_MS);

describe("plates are the last 24 h", () => {
  test.each([
    ["hourly", HOUR_MS, 48, 25],
    ["half-hourly", HOUR_MS / 2, 96, 49],
    ["quarter-hourly", HOUR_MS / 4, 192, 97],
  ])("%s readings", (_, stepMs, count, plates) => {
    const eye = prepareEye(zoneFixture(flat(count, 300), [], { stepMs }), NOW);
    expect(eye.plates).toHaveLength(plates);
    expect(eye.gaps).toEqual([]);
    expect(Math.min(...eye.plates.map((plate) => plate.from))).toBe(-360);
    expect(eye.plates.at(-1)?.to).toBe(0);
  });

  it("leaves out a slot without a reading, and says where", () => {
    const eye = prepareEye(zoneFixture([...flat(30, 300), null, null, 310, 320], flat(24, 200)), NOW);
    expect(eye.gaps).toEqual([{ from: -48, to: -18 }]);
    expect(eye.plates.some((plate) => plate.from > -48 && plate.to < -18)).toBe(false);
  });

  it("dots the hours that ended unread, not the one under way", () => {
    const zone = zoneFixture([...flat(40, 300), ...Array.from({ length: 6 }, () => null)], flat(24, 200));
    const eye = prepareEye({ ...zone, stale: true }, NOW);
    expect(eye.gaps).toEqual([{ from: -78, to: -3 }]);
    expect(eye).toMatchObject({ state: "stale", open: false });
  });

  it("a zone without any reading is dotted all round, with nothing on it", () => {
    expect(prepareEye(zoneFixture([], []), NOW)).toMatchObject({
      state: "none",
      gramsPerKwh: null,
      plates: [],
      slots: [],
      windows: [],
      limit: null,
      gaps: [{ from: -360, to: 0 }],
    });
  });
});

describe("fibres are the next 24 h", () => {
  it("begin with the reading of the hour under way", () => {
    const { slots } = prepareEye(zoneFixture(flat(24, 300), flat(30, 200)), NOW);
    expect(slots[0]).toMatchObject({ from: 0, to: 12, gramsPerKwh: 300 });
    expect(slots.at(-1)).toMatchObject({ to: 360, gramsPerKwh: 200 });
  });

  it("are as long as the slot they stand in, at any step", () => {
    const half = Array.from({ length: 60 }, (_, slot) => slot);
    const { slots } = prepareEye(zoneFixture(flat(48, 300), half, { stepMs: HOUR_MS / 2 }), NOW);
    const fibres = fibresOf(slots, 120);
    expect(fibres).toHaveLength(120);
    expect(fibres.map((fibre) => fibre.gramsPerKwh).slice(0, 6)).toEqual([300, 0, 0, 0, 1, 1]);
  });

  it("are missing where nothing is foreseen", () => {
    const zone = zoneFixture(flat(24, 300), [200, null, ...flat(24, 200)]);
    const fibres = fibresOf(prepareEye(zone, NOW).slots, 120);
    expect(fibres).toHaveLength(115);
    expect(fibres.some((fibre) => fibre.degrees > 27 && fibre.degrees < 42)).toBe(false);
  });

  it("are none without a forecast, though a reading covers now", () => {
    expect(prepareEye(zoneFixture(flat(24, 300), []), NOW)).toMatchObject({ state: "known", slots: [] });
  });
});

describe("one scale inside an Eye, from zero", () => {
  test.each([
    ["the largest measured", flat(24, 500), flat(24, 200), 220, 510],
    ["the largest foreseen", flat(24, 300), flat(24, 400), 220, 408],
    ["the limit", flat(24, 100), flat(24, 100), 300, 306],
  ])("to %s", (_, past, ahead, limitGrams, scale) => {
    expect(prepareEye(zoneFixture(past, ahead, { limitGrams }), NOW).scale).toBeCloseTo(scale);
  });

  it("is never zero, even where nothing is emitted", () => {
    expect(prepareEye(zoneFixture(flat(24, 0), flat(24, 0)), NOW).scale).toBe(1);
  });
});

describe("rim arcs are green windows", () => {
  const clean = [...flat(5, 300), ...flat(8, 170), ...flat(20, 300)];

  it("stand at their hours from now", () => {
    const { windows, open } = prepareEye(zoneFixture(flat(24, 300), clean, { limitGrams: 220 }), NOW);
    expect(windows).toEqual([{ from: 87, to: 207, opens: ofNewest(6), closes: ofNewest(14), mine: true }]);
    expect(open).toBe(false);
  });

  it("are cut at now when open, and at tomorrow; the pupil is wide", () => {
    const zone = zoneFixture(flat(24, 100), flat(40, 100), {
      windows: [{ opensAt: ofNewest(-1), closesAt: ofNewest(30), lowestGramsPerKwh: 100 }],
    });
    const eye = prepareEye(zone, NOW);
    expect(eye.windows).toEqual([{ from: 0, to: 360, opens: null, closes: null, mine: true }]);
    expect(eye.open).toBe(true);
  });

  it("a window after tomorrow at this minute is not drawn", () => {
    const zone = zoneFixture(flat(24, 100), flat(40, 100), {
      windows: [{ opensAt: ofNewest(26), closesAt: ofNewest(30), lowestGramsPerKwh: 100 }],
    });
    expect(prepareEye(zone, NOW).windows).toEqual([]);
  });
});

describe("beside a Job", () => {
  const clean = [...flat(5, 300), ...flat(8, 170), ...flat(6, 300), ...flat(4, 200)];
  const zone = zoneFixture(flat(24, 300), clean, { limitGrams: 220 });
  const job = { releaseAt: ofNewest(7), durationMs: 2 * HOUR_MS, latestStart: ofNewest(12) };

  it("its own window stands out, and its deadline is marked", () => {
    const eye = prepareEye(zone, NOW, job);
    expect(eye.windows.map((window) => window.mine)).toEqual([true, false]);
    expect(eye.job).toEqual({ start: 102, run: null, deadline: 177 });
  });

  it("a start outside every window is drawn as its run", () => {
    expect(prepareEye(zone, NOW, { ...job, releaseAt: ofNewest(2) }).job?.run).toEqual({ from: 27, to: 57 });
  });

  it("nothing is drawn for a start that has passed, or a deadline after tomorrow", () => {
    const marks = prepareEye(zone, NOW, { ...job, releaseAt: ofNewest(-1), latestStart: ofNewest(40) }).job;
    expect(marks).toEqual({ start: null, run: null, deadline: null });
  });
});
