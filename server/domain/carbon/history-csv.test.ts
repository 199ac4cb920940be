import { expect, test } from "vitest";
import { HOUR_MS } from "../clock.ts";
import { parseIntensityCsv } from "./csv.ts";
import { exportName, historyCsv } from "./history-csv.ts";
import type { HistoryView } from "./history-view.ts";

const from = new Date("2026-06-01T00:00:00Z");
const view = (more: Partial<HistoryView> = {}): HistoryView => ({
  zone: "US-CAL-CISO",
  name: "California",
  provenance: "recorded 2022, replayed",
  signalKind: "average",
  from,
  to: new Date(+from + 4 * HOUR_MS),
  range: "3d",
  readings: [300.25, 290, 0.5].map((gramsPerKwh, index) => ({
    startsAt: +from + (index === 2 ? 3 : index) * HOUR_MS,
    stepMs: HOUR_MS,
    gramsPerKwh,
    quality: index === 1 ? "estimated" : "measured",
  })),
  ...more,
});

test("each row says what it is, in full", () => {
  expect(historyCsv([view()]).split("\n")).toEqual([
    "starts_at_utc,intensity_gco2e_per_kwh,quality,step_minutes,signal,zone,provenance",
    '2026-06-01T00:00:00Z,300.25,measured,60,average,US-CAL-CISO,"recorded 2022, replayed"',
    '2026-06-01T01:00:00Z,290,estimated,60,average,US-CAL-CISO,"recorded 2022, replayed"',
    '2026-06-01T03:00:00Z,0.5,measured,60,average,US-CAL-CISO,"recorded 2022, replayed"',
    "",
  ]);
});

test("two zones stand one after the other under one head", () => {
  const rows = historyCsv([view(), view({ zone: "DE" })])
    .trim()
    .split("\n");
  expect(rows).toHaveLength(7);
  expect(rows.slice(1).map((row) => row.split(",")[5])).toEqual([
    ...Array.from({ length: 3 }, () => "US-CAL-CISO"),
    ...Array.from({ length: 3 }, () => "DE"),
  ]);
});

test("our own reader takes it, and finds the gap", () => {
  expect(parseIntensityCsv(historyCsv([view()]))).toMatchObject({
    startsAt: from,
    stepMs: HOUR_MS,
    gramsPerKwh: [300.25, 290, null, 0.5],
    gaps: 1,
  });
});

test.each<[string, string, string]>([
  ["a quote", 'my "best".csv, replayed', '"my ""best"".csv, replayed"'],
  ["a formula", "=SUM(A1).csv", "'=SUM(A1).csv"],
])("%s in a file's name stays a text", (_, provenance, expected) => {
  expect(historyCsv([view({ provenance })]).split("\n")[1]).toMatch(
    new RegExp(`,${expected.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`),
  );
});

test("without readings there is the head alone", () => {
  expect(
    historyCsv([view({ readings: [] })])
      .trim()
      .split("\n"),
  ).toHaveLength(1);
});

test("a file is named for its zone, range and day", () => {
  expect(exportName("DE", "year", from, "png")).toBe("DE-year-2026-06-01.png");
});
