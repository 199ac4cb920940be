import { describe, expect, test } from "vitest";
import type { ZoneSource } from "#server/domain/carbon/speaker.ts";
import type { EntryDraft } from "./entry-draft.ts";
import {
  checkGrid,
  gridOf,
  keptAsItWas,
  mixtureOf,
  moved,
  newGrid,
  opened,
  withEntry,
  withNewEntry,
  withoutEntry,
  withSource,
  type GridDraft,
} from "./grid-draft.ts";

const ID = "8a3e6c1e-9df6-4c43-8f2f-0f5d5a3c9b11";
const OTHER = "8a3e6c1e-9df6-4c43-8f2f-0f5d5a3c9b12";
const recorded = newGrid("Europe/Berlin");
const inForce = (id: string, source: string, config: object = {}): ZoneSource => ({
  id,
  source,
  config: { ...config },
  account: null,
  lastOkAt: null,
  failure: null,
});
const germany = gridOf({
  zone: "DE",
  name: "Germany",
  sources: [
    inForce(ID, "energy-charts", { country: "de" }),
    inForce(OTHER, "replay", { file: "ger.csv", digest: "1" }),
  ],
});
/** A grid with one entry, changed. */
const grid = (part: Partial<EntryDraft>, more: Partial<GridDraft> = { zone: "DE", name: "Germany" }) =>
  withEntry({ ...recorded, ...more }, "new-0", part);
const clocked = grid({ source: "static" });
const csv = { file: "ger.csv", text: "time,g\n2020-01-01T00:00Z,300\n" };

describe("what the API gets", () => {
  test.each<[string, GridDraft, object]>([
    [
      "the recorded grid needs no more",
      recorded,
      { zone: "US-CAL-CISO", sources: [{ source: "recorded", config: {} }] },
    ],
    [
      "hours by the clock",
      clocked,
      { sources: [{ config: { opensAt: "10:00", timeZone: "Europe/Berlin", insideGramsPerKwh: 100 } }] },
    ],
    ["a CSV with its name", grid({ source: "replay", csv }), { sources: [{ config: { file: "ger.csv" } }] }],
    [
      "a decimal comma",
      grid({ source: "static", clock: { ...recordedClock(), inside: "99,5" } }),
      { sources: [{ config: { insideGramsPerKwh: 99.5 } }] },
    ],
    [
      "the fields of a source as it lists them, spaces around them left out",
      grid({ source: "energy-charts", fields: { country: " de ", region: "never asked" } }),
      { sources: [{ config: { country: "de" }, accountId: null }] },
    ],
    [
      "an account, and a field left to its default",
      grid({ source: "electricity-maps", accountId: ID, fields: { emissionFactorType: "direct" } }),
      { sources: [{ config: { emissionFactorType: "direct" }, accountId: ID }] },
    ],
    [
      "what is in force stays, by its id, also in another order",
      moved(germany, OTHER, -1),
      {
        sources: [
          { source: "kept", id: OTHER },
          { source: "kept", id: ID },
        ],
      },
    ],
  ])("%s", (_, draft, expected) => expect(checkGrid(draft)).toMatchObject({ ok: true, grid: expected }));
});

describe("a sentence for each field", () => {
  test.each<[string, GridDraft, string, RegExp]>([
    ["no key", { ...clocked, zone: " " }, "zone", /^Give the zone's key/],
    ["no name", { ...clocked, name: "" }, "name", /^Give the zone a name/],
    ["no source at all", withoutEntry(clocked, "new-0"), "sources", /^Give at least one source/],
  ])("%s", (_, draft, field, sentence) => {
    const checked = checkGrid(draft);
    expect(checked.ok ? undefined : checked.errors[field]).toMatch(sentence);
  });

  test.each<[string, Partial<EntryDraft>, string, RegExp]>([
    ["no file", { source: "replay" }, "csv", /CSV/],
    [
      "a window of no length",
      { source: "static", clock: { ...recordedClock(), closesAt: "10:00" } },
      "closesAt",
      /same time/,
    ],
    [
      "grams that are no number",
      { source: "static", clock: { ...recordedClock(), inside: "few" } },
      "insideGramsPerKwh",
      /as a number/,
    ],
    [
      "grams left empty are not 0",
      { source: "static", clock: { ...recordedClock(), outside: "" } },
      "outsideGramsPerKwh",
      /as a number/,
    ],
    ["no country", { source: "energy-charts" }, "country", /^Give the country/],
    [
      "a country in words",
      { source: "energy-charts", fields: { country: "Germany" } },
      "country",
      /two small letters/,
    ],
    ["no price area", { source: "energinet" }, "priceArea", /^Choose DK1/],
    [
      "a keyed source without an account",
      { source: "watttime", fields: { region: "CAISO_NORTH" } },
      "accountId",
      /^WattTime asks for a key/,
    ],
  ])("%s", (_, part, field, sentence) => {
    const checked = checkGrid(grid(part));
    expect(checked.ok ? undefined : checked.entries["new-0"]?.[field]).toMatch(sentence);
  });
});

const order = (draft: GridDraft) => draft.entries.map(({ key }) => key);
describe("the order", () => {
  test.each<[string, GridDraft, string[]]>([
    ["down", moved(germany, ID, 1), [OTHER, ID]],
    ["up", moved(germany, OTHER, -1), [OTHER, ID]],
    ["up from the top stays", moved(germany, ID, -1), [ID, OTHER]],
    ["down from the end stays", moved(germany, OTHER, 1), [ID, OTHER]],
    ["one that is not there moves nothing", moved(germany, "x", 1), [ID, OTHER]],
    ["a new one comes last", withNewEntry(germany, "UTC"), [ID, OTHER, "new-0"]],
    ["one goes", withoutEntry(germany, ID), [OTHER]],
  ])("%s", (_, draft, expected) => expect(order(draft)).toEqual(expected));

  test("every new entry has a key of its own, also after one went", () => {
    const twice = withNewEntry(withoutEntry(withNewEntry(germany, "UTC"), "new-0"), "UTC");
    expect(order(twice)).toEqual([ID, OTHER, "new-1"]);
  });
});

describe("changing an entry", () => {
  test("its form opens with what is in force, and it can be kept after all", () => {
    const open = opened(germany, ID, "UTC");
    expect(open.entries[0]).toMatchObject({ kept: undefined, fields: { country: "de" } });
    expect(checkGrid(keptAsItWas(withEntry(open, ID, { fields: {} }), ID))).toMatchObject({
      ok: true,
      grid: { sources: [{ source: "kept", id: ID }, {}] },
    });
  });

  test.each<[string, GridDraft, object]>([
    [
      "one that knows its zones names the grid",
      withSource(clocked, "new-0", "recorded", false),
      { zone: "US-CAL-CISO", name: "California" },
    ],
    [
      "one that has a usual name suggests it",
      withSource(recorded, "new-0", "uk-carbon-intensity", false),
      { zone: "GB", name: "Great Britain" },
    ],
    [
      "one that takes any zone starts without",
      withSource(recorded, "new-0", "replay", false),
      { zone: "", name: "" },
    ],
    [
      "between two that take any, what was typed stays",
      withSource(clocked, "new-0", "replay", false),
      { zone: "DE", name: "Germany" },
    ],
    [
      "a grid that exists keeps its key",
      withSource(clocked, "new-0", "recorded", true),
      { zone: "DE", name: "Germany" },
    ],
    [
      "only the first names the grid",
      withSource(withNewEntry(clocked, "UTC"), "new-1", "recorded", false),
      { zone: "DE" },
    ],
  ])("%s", (_, draft, expected) => expect(draft).toMatchObject(expected));

  test("average and marginal in one grid are refused before they are sent", () => {
    const mixed = withSource(withNewEntry(germany, "UTC"), "new-0", "watttime", true);
    expect(mixtureOf(mixed)).toBe(
      "Energy-Charts gives average intensities, WattTime marginal ones. They are never one series: add another grid for WattTime.",
    );
    expect(mixtureOf(germany)).toBeUndefined();
  });
});

function recordedClock(): EntryDraft["clock"] {
  return { opensAt: "10:00", closesAt: "16:00", timeZone: "UTC", inside: "100", outside: "400" };
}
