import { describe, expect, test } from "vitest";
import { checkDraft, emptyDraft, withSource, type ZoneDraft } from "./zone-draft.ts";

const recorded = emptyDraft("Europe/Berlin");
const clocked: ZoneDraft = { ...recorded, zone: "DE", name: "Germany", source: "static" };
const replayed: ZoneDraft = {
  ...clocked,
  source: "replay",
  csv: { file: "ger.csv", text: "time,g\n2020-01-01T00:00Z,300\n" },
};

describe("what the API gets", () => {
  test.each<[string, ZoneDraft, object]>([
    ["the recorded grid needs no more", recorded, { zone: "US-CAL-CISO", source: "recorded", config: {} }],
    [
      "hours by the clock",
      clocked,
      { zone: "DE", config: { opensAt: "10:00", timeZone: "Europe/Berlin", insideGramsPerKwh: 100 } },
    ],
    ["a CSV with its name", replayed, { source: "replay", config: { file: "ger.csv" } }],
    [
      "a decimal comma",
      { ...clocked, clock: { ...clocked.clock, inside: "99,5" } },
      { config: { insideGramsPerKwh: 99.5 } },
    ],
  ])("%s", (_, draft, setting) => expect(checkDraft(draft)).toMatchObject({ ok: true, setting }));
});

describe("a sentence for each field", () => {
  test.each<[string, ZoneDraft, string, RegExp]>([
    ["no key", { ...clocked, zone: " " }, "zone", /^Give the zone's key/],
    ["no name", { ...clocked, name: "" }, "name", /^Give the zone a name/],
    ["no file", { ...replayed, csv: null }, "csv", /CSV/],
    [
      "a window of no length",
      { ...clocked, clock: { ...clocked.clock, closesAt: "10:00" } },
      "closesAt",
      /same time/,
    ],
    [
      "grams that are no number",
      { ...clocked, clock: { ...clocked.clock, inside: "few" } },
      "insideGramsPerKwh",
      /as a number/,
    ],
    [
      "grams left empty are not 0",
      { ...clocked, clock: { ...clocked.clock, outside: "" } },
      "outsideGramsPerKwh",
      /as a number/,
    ],
  ])("%s", (_, draft, field, sentence) => {
    const checked = checkDraft(draft);
    expect(checked.ok ? {} : checked.errors).toMatchObject({
      [field]: expect.stringMatching(sentence) as string,
    });
  });
});

describe("changing the source", () => {
  test("one that knows its zones names the first", () => {
    expect(withSource(recorded, "uk-carbon-intensity", false)).toMatchObject({
      zone: "GB",
      name: "Great Britain",
    });
  });
  test("one that takes any zone starts without", () => {
    expect(withSource(recorded, "replay", false)).toMatchObject({ zone: "", name: "" });
  });
  test("between two that take any, what was typed stays", () => {
    expect(withSource(clocked, "replay", false)).toMatchObject({ zone: "DE", name: "Germany" });
  });
  test("a zone that exists keeps its key", () => {
    expect(withSource(clocked, "uk-carbon-intensity", true)).toMatchObject({
      zone: "DE",
      source: "uk-carbon-intensity",
    });
  });
});
