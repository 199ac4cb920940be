import { describe, expect, it, test } from "vitest";
import { NOW, zoneFixture } from "#components/eye/fixture.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";
import { bySaving, headline, leadZone, lede, plannedStarts } from "./overview.prepare.ts";

const flat = (count: number, grams: number) => Array.from({ length: count }, () => grams);
const hour = (hours: number) => new Date(+new Date("2026-08-25T05:00:00Z") + hours * HOUR_MS);
const plain = (text: string) => text.replaceAll("\u00a0", " ");
const row = (more: Partial<WorkloadRow>) =>
  ({
    zone: "DE",
    simulated: false,
    gramsNow: 1_000,
    gramsPlanned: 600,
    savingGrams: 400,
    releaseAt: hour(6),
    ...more,
  }) as WorkloadRow;
const cluster = (zone: string) => ({ zone }) as ClusterSummary;
const past = flat(24, 334);

describe("the headline", () => {
  const windows = [{ opensAt: hour(-1), closesAt: hour(3), lowestGramsPerKwh: 1 }];
  test.each([
    ["a fall", zoneFixture(past, [300, 250, 169, 200, 300]), "Germany falls from 334 to 169 g/kWh by 10:00."],
    [
      "a fall by tomorrow",
      zoneFixture(past, [...flat(19, 330), 169]),
      "Germany falls from 334 to 169 g/kWh by Wed 03:00.",
    ],
    ["a rise", zoneFixture(past, [340, 400, 390]), "Germany rises from 334 to 400 g/kWh by 09:00."],
    [
      "clean now",
      zoneFixture(past, [330, 400], { windows }),
      "Germany is clean now: 334 g/kWh, until 10:00.",
    ],
    ["a flat grid", zoneFixture(past, flat(24, 340)), "Germany stays near 334 g/kWh for a day."],
    ["no forecast", zoneFixture(past, []), "Germany stands at 334 g/kWh; what follows is not known."],
    ["stale", zoneFixture(past, flat(9, 1), { stale: true }), "Germany is silent since 07:00."],
    ["nothing", zoneFixture([], []), "No reading from Germany yet."],
  ])("%s", (_, zone, sentence) => expect(plain(headline(zone, NOW, "Europe/Berlin"))).toBe(sentence));
});

describe("the sentence under it", () => {
  const one = [cluster("DE")];
  test.each([
    ["no cluster", [], [], "No cluster yet. Once there is one, its Jobs wait for windows like these."],
    [
      "no Job",
      one,
      [],
      "No Job waits. One that is annotated carbon-aware.io/enabled is held until its window.",
    ],
    [
      "several",
      one,
      [row({}), row({})],
      "2 Jobs wait for better hours. Started now they would emit 2.00 kg; in their windows 1.20 kg, 40 % less.",
    ],
    [
      "one",
      one,
      [row({})],
      "1 Job waits for better hours. Started now it would emit 1.00 kg; in its window 600 g, 40 % less.",
    ],
    [
      "one of an unknown grid is counted, not summed",
      one,
      [row({}), row({ gramsNow: null, gramsPlanned: null })],
      "2 Jobs wait for better hours. Started now the 1 on a known grid would emit 1.00 kg; in their windows 600 g, 40 % less.",
    ],
    ["nothing is known", one, [row({ gramsNow: null })], "1 Job waits for better hours."],
    [
      "simulated among real: not in the sum",
      one,
      [row({}), row({ simulated: true })],
      "1 Job waits for better hours. Started now it would emit 1.00 kg; in its window 600 g, 40 % less. 1 more is simulated.",
    ],
    [
      "all simulated: said so",
      one,
      [row({ simulated: true })],
      "1 simulated Job waits for better hours. Started now it would emit 1.00 kg; in its window 600 g, 40 % less.",
    ],
  ])("%s", (_, clusters, rows, sentence) => expect(plain(lede(clusters, rows))).toBe(sentence));
});

it("opens with the grid where most Jobs wait, then where clusters are", () => {
  const zones = ["DE", "US-CAL-CISO"].map((zone) => zoneFixture(past, [], { zone }));
  expect(leadZone(zones, [], [])?.zone).toBe("DE");
  expect(leadZone(zones, [cluster("US-CAL-CISO")], [])?.zone).toBe("US-CAL-CISO");
  expect(leadZone(zones, [cluster("US-CAL-CISO"), cluster("US-CAL-CISO")], [row({})])?.zone).toBe("DE");
  expect(leadZone([], [], [])).toBeUndefined();
});

it("lists the largest saving first, the unknown last", () => {
  const rows = [row({ savingGrams: null }), row({ savingGrams: 5 }), row({ savingGrams: 900 })];
  expect(bySaving(rows).map(({ savingGrams }) => savingGrams)).toEqual([900, 5, null]);
});

it("marks a start once however many Jobs have it, of this grid only", () => {
  const rows = [row({}), row({}), row({ releaseAt: hour(7) }), row({ zone: "FR" }), row({ releaseAt: null })];
  expect(plannedStarts(rows, "DE")).toEqual([
    { at: hour(6), count: 2 },
    { at: hour(7), count: 1 },
  ]);
});
