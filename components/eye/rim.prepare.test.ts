import { describe, expect, it, test } from "vitest";
import { HOUR_MS } from "#server/domain/clock.ts";
import type { RimArc } from "./eye.prepare.ts";
import { degreesOf } from "./eye.prepare.ts";
import { NOW } from "./fixture.ts";
import { hourTicks, rimLabels } from "./rim.prepare.ts";

const hour = (hours: number) => new Date(+new Date("2026-08-25T05:00:00Z") + hours * HOUR_MS);
const arcOf = (from: number, to: number): RimArc => ({
  from: degreesOf(hour(from), NOW),
  to: degreesOf(hour(to), NOW),
  opens: hour(from),
  closes: hour(to),
  mine: true,
});
const texts = (windows: RimArc[], timeZone = "Europe/Berlin", fontSize = 12) =>
  rimLabels(windows, NOW, timeZone, fontSize).map(({ text, strong }) => (strong ? `*${text}` : text));

describe("hours at the rim", () => {
  it("now, both ends of the window, and each third hour that has room", () => {
    expect(texts([arcOf(4, 12)])).toEqual(["*07:12", "*11", "*19", "09", "15", "21", "00", "03", "06"]);
  });

  test.each([
    ["two windows half an hour apart", [arcOf(4, 6.5), arcOf(7, 9)], ["*11", "*13:30", "*14", "*16"]],
    ["a window that closes a day from now", [arcOf(20, 24)], ["*03", "*07"]],
    ["a window that opens within the hour", [arcOf(0.5, 6)], ["*07:30", "*13"]],
  ])("%s: every end is still written", (_, windows, ends) => {
    const labels = texts(windows);
    expect(labels.filter((text) => text.startsWith("*")).slice(1)).toEqual(ends);
  });

  test.each([12, 18])("no two overlap, at a font of %i", (fontSize) => {
    const labels = rimLabels(
      [arcOf(0.5, 1.5), arcOf(2, 2.5), arcOf(3, 23.5)],
      NOW,
      "Europe/Berlin",
      fontSize,
    );
    for (const [index, a] of labels.entries())
      for (const b of labels.slice(index + 1)) {
        const wide = (a.text.length + b.text.length) * 0.3 * fontSize;
        expect(
          Math.abs(a.x - b.x) > wide || Math.abs(a.y - b.y) > 0.7 * fontSize,
          `${a.text} on ${b.text}`,
        ).toBe(true);
      }
  });

  it("are those of the viewer's zone", () => {
    expect(texts([arcOf(4, 12)], "America/Los_Angeles").slice(0, 3)).toEqual(["*22:12", "*02", "*10"]);
    expect(texts([arcOf(4, 12)], "Asia/Kolkata").slice(0, 3)).toEqual(["*10:42", "*14:30", "*22:30"]);
  });
});

describe("ticks", () => {
  it("stand at full hours, the long ones at 0, 6, 12 and 18", () => {
    const ticks = hourTicks(NOW, "Europe/Berlin");
    expect(ticks).toHaveLength(24);
    expect(ticks.filter((tick) => tick.major).map((tick) => tick.degrees)).toEqual([72, 162, 252, 342]);
  });

  it("stay an hour of time apart over the end of summer time, with one hour twice", () => {
    const ticks = hourTicks(new Date("2026-10-24T21:12:00Z"), "Europe/Berlin");
    expect(ticks.map((tick) => tick.degrees)).toEqual(Array.from({ length: 24 }, (_, n) => 12 + n * 15));
    expect(ticks.filter((tick) => tick.major).map((tick) => tick.degrees)).toEqual([12, 117, 207, 297]);
  });
});
