import { expect, test } from "vitest";
import { zoneFixture } from "#components/eye/fixture.ts";
import type { SeriesView, ZoneSeries } from "#server/domain/carbon/history-view.ts";
import { compareRow, comparisonSentence, lineSentence, signalGroups } from "./compare.prepare.ts";

const AT = new Date("2026-06-01T00:00:00Z");
const series = (zone: string, mean: number | null): ZoneSeries => ({
  zone,
  name: zone,
  provenance: "recorded",
  signalKind: "average",
  stepMs: 3_600_000,
  firstAt: AT,
  runs: [],
  drawn: 0,
  readings: 0,
  estimated: 0,
  gapsJoined: 0,
  summary:
    mean === null
      ? null
      : {
          mean,
          lowest: { gramsPerKwh: mean / 2, at: AT },
          highest: { gramsPerKwh: mean * 2, at: AT },
          readMs: 1,
        },
  greenShare: mean === null ? null : 0.415,
  foreseen: [],
});
const view = (...zones: ZoneSeries[]): SeriesView => ({
  from: AT,
  to: AT,
  range: "week",
  by: "reading",
  zones,
  line: null,
});

test.each<[string, SeriesView, string]>([
  [
    "two zones",
    view(series("A", 300), series("B", 150)),
    "Over the last week B was 50\u00a0% cleaner than A.",
  ],
  ["one zone", view(series("A", 300)), "A was at 300\u00a0g/kWh on average over the last week."],
  [
    "one that was not read",
    view(series("A", null), series("B", 100)),
    "B was at 100\u00a0g/kWh on average over the last week.",
  ],
  ["nothing read", view(series("A", null)), "Nothing was read in the last week."],
])("the answer, of %s", (_, given, sentence) => {
  expect(comparisonSentence(given, (zone) => zone)).toBe(sentence);
});

test("what is not known is a dash, and never 0", () => {
  expect(compareRow(series("A", null), undefined)).toEqual({
    zone: "A",
    now: "–",
    mean: "–",
    lowest: "–",
    highest: "–",
    green: "–",
  });
  expect(compareRow(series("A", 200), zoneFixture([240], []))).toMatchObject({
    now: "240",
    mean: "200",
    green: "42\u00a0%",
  });
  expect(compareRow(series("A", 200), zoneFixture([240], [], { stale: true })).now).toBe("stale");
});

test("each signal has an axis of its own", () => {
  const zones = (["average", "marginal", "average"] as const).map((signalKind, index) =>
    zoneFixture([1], [], { zone: `Z${index}`, signalKind }),
  );
  expect(signalGroups(zones).map(({ kind, zones: group }) => [kind, group.map(({ zone }) => zone)])).toEqual([
    ["average", ["Z0", "Z2"]],
    ["marginal", ["Z1"]],
  ]);
});

test.each<[string, SeriesView["line"], string]>([
  ["a policy's limit", { gramsPerKwh: 220, policy: "night" }, "the limit of the policy night."],
  [
    "the mean",
    { gramsPerKwh: 243.4, policy: null },
    "at or under 243\u00a0g/kWh, the mean of what is shown.",
  ],
  ["nothing", null, ""],
])("green is said with its grams: %s", (_, line, sentence) => {
  expect(lineSentence(line)).toContain(sentence);
});
