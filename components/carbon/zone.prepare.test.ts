import { describe, expect, it, test } from "vitest";
import { HOUR_MS } from "#server/domain/clock.ts";
import { NOW, zoneFixture } from "#components/eye/fixture.ts";
import {
  errorFact,
  forecastFact,
  readingAge,
  readingFact,
  stepWord,
  weatherSentence,
  zoneSentence,
} from "./zone.prepare.ts";

const flat = (count: number, grams: number) => Array.from({ length: count }, () => grams);
const hour = (hours: number) => new Date(+new Date("2026-08-25T05:00:00Z") + hours * HOUR_MS);
const window = (from: number, to: number) => ({
  opensAt: hour(from),
  closesAt: hour(to),
  lowestGramsPerKwh: 1,
});
const past = flat(24, 334);
const ahead = flat(30, 200);
const lateZone = zoneFixture(past, ahead, { windows: [] });
if (lateZone.latest) lateZone.latest = { ...lateZone.latest, startsAt: hour(-24) };
if (lateZone.forecast) lateZone.forecast.startsAt = hour(0);
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const say = (zone: ReturnType<typeof zoneFixture>, now = NOW) =>
  plain(zoneSentence(zone, now, "Europe/Berlin"));

describe("the sentence under the figure", () => {
  test.each([
    [
      "above the limit, a window ahead",
      zoneFixture(past, ahead, { limitGrams: 220, windows: [window(4, 12)] }),
      "Above the limit of 220. The next window opens in 3 h 48, at 11:00, and lasts 8 h.",
    ],
    [
      "no limit is set",
      zoneFixture(past, ahead, { windows: [window(4, 12)] }),
      "The next window opens in 3 h 48, at 11:00, and lasts 8 h.",
    ],
    [
      "open, within the limit",
      zoneFixture(flat(24, 210), ahead, { limitGrams: 220, windows: [window(-1, 3)] }),
      "Within the limit of 220. The window is open for 2 h 48 more, until 10:00.",
    ],
    [
      "a flat grid",
      zoneFixture(past, ahead, { windows: [] }),
      "No window opens in the next 24 h: there is little to wait for.",
    ],
    [
      "no forecast",
      zoneFixture(past, []),
      "Measured, but not foreseen: no forecast is known. Jobs here start at once.",
    ],
    [
      "stale",
      zoneFixture(past, ahead, { stale: true }),
      "It said 334 g at 07:00. Too old to decide by: Jobs here start at once, and say so, until it returns.",
    ],
    [
      "a day late, as its source always is: what is foreseen stands to the limit",
      { ...lateZone, limit: { gramsPerKwh: 220, policy: "p" }, latenessMs: 36 * HOUR_MS },
      "Its source is up to 36 h late, so what is foreseen decides: 200 g now. Within the limit of 220. No window opens in the next 24 h: there is little to wait for.",
    ],
    ["nothing", zoneFixture([], []), "Jobs here start at once, and say so, until one comes."],
  ])("%s", (_, zone, sentence) => expect(say(zone)).toBe(sentence));

  it("counts the last minute in seconds", () => {
    const zone = zoneFixture(past, ahead, { windows: [window(4, 12)] });
    expect(say(zone, new Date(+hour(4) - 24_000))).toContain("opens in 24 s, at 11:00");
  });
});

describe("weather that cannot be read", () => {
  const failure = { at: new Date("2026-08-25T12:05:00Z"), message: "It is away." };
  const made = (method: string, weatherFailure: typeof failure | null) => {
    const zone = zoneFixture(past, ahead, { weatherFailure });
    return weatherSentence(
      { ...zone, forecast: zone.forecast && { ...zone.forecast, method } },
      "Europe/Berlin",
    );
  };
  test.each([
    ["none failed", "seasonal-ridge", null, null],
    [
      "nothing is known of it",
      "seasonal-ridge",
      failure,
      "Weather: it could not be read at 14:05; the forecast is made without it. It is away.",
    ],
    [
      "the weather of before still counts",
      "seasonal-ridge+weather",
      failure,
      "Weather: it could not be read at 14:05; the forecast is made with the weather as it was foreseen before. It is away.",
    ],
  ])("%s", (_, method, given, sentence) => expect(made(method, given)).toBe(sentence));
});

describe("provenance", () => {
  const ended = zoneFixture([...past, null], ahead);

  it.each([
    ["ended", ended, "06:00 to 07:00, 12 min old", "read 12 min ago"],
    ["under way", zoneFixture(past, ahead), "07:00 to 08:00, under way", "read just now"],
    ["stale", { ...ended, stale: true }, "06:00 to 07:00, 12 min old", "last read 06:00"],
    ["none", zoneFixture([], []), "none yet", "not read yet"],
  ])("a reading that is %s", (_, zone, fact, age) => {
    expect(plain(readingFact(zone, NOW, "Europe/Berlin"))).toBe(fact);
    expect(plain(readingAge(zone, NOW, "Europe/Berlin"))).toBe(age);
  });

  it("says who foresaw, and when", () => {
    const by = (method: string) => {
      const zone = zoneFixture(past, ahead);
      const forecast = zone.forecast && { ...zone.forecast, method };
      return forecastFact({ ...zone, forecast }, NOW, "Europe/Berlin");
    };
    expect(by("seasonal-ridge")).toBe("issued 00:00, from the past three months");
    expect(by("uk-carbon-intensity")).toBe("issued 00:00, by the source");
    expect(forecastFact(zoneFixture(past, []), NOW, "UTC")).toBe("none");
  });

  test.each([
    [null, "not known yet"],
    [12.94, "12.9 % of the measured value"],
  ])("an error of %s", (errorPercent, text) => {
    expect(plain(errorFact(zoneFixture(past, ahead, { errorPercent })) ?? "")).toBe(text);
  });

  test.each([
    [HOUR_MS, "hourly"],
    [HOUR_MS / 2, "every 30 min"],
  ])("a step of %i ms", (stepMs, text) => {
    expect(plain(stepWord(zoneFixture(past, ahead, { stepMs })))).toBe(text);
  });
});
