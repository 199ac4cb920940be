import { expect, test } from "vitest";
import { StaticConfig } from "#server/domain/carbon/source-config.ts";
import { createStatic } from "./static.ts";

const { signal } = new AbortController();

test.each([
  ["UTC, at noon", {}, "2026-07-01T12:00:00Z", 100],
  ["UTC, as it opens", {}, "2026-07-01T10:00:00Z", 100],
  ["UTC, as it closes", {}, "2026-07-01T16:00:00Z", 400],
  ["Berlin in summer, 10:00 there", { timeZone: "Europe/Berlin" }, "2026-07-01T08:00:00Z", 100],
  ["Berlin in winter, 09:00 there", { timeZone: "Europe/Berlin" }, "2026-01-07T08:00:00Z", 400],
  ["over midnight, at 23:30", { opensAt: "22:00", closesAt: "06:00" }, "2026-07-01T23:30:00Z", 100],
  ["over midnight, at noon", { opensAt: "22:00", closesAt: "06:00" }, "2026-07-01T12:00:00Z", 400],
  ["own grams", { insideGramsPerKwh: 0, outsideGramsPerKwh: 50 }, "2026-07-01T12:00:00Z", 0],
])("%s", async (_, config, now, expected) => {
  const source = createStatic({
    ...StaticConfig.parse(config),
    zone: "DE",
    clock: { rate: 1, now: () => new Date(now) },
  });
  expect((await source.forecast("DE", signal))?.gramsPerKwh[0]).toBe(expected);
});

test.each([
  [{ opensAt: "10:15" }, "Give a time on the half hour, such as 10:00."],
  [{ timeZone: "Mars/Olympus" }, "Give a time zone such as Europe/Berlin or UTC."],
  [{ opensAt: "10:00", closesAt: "10:00" }, "The window opens and closes at the same time."],
  [{ insideGramsPerKwh: -1 }, "The intensity inside the window is from 0 to 3000 g/kWh."],
  [{ insideGramsPerKwh: 500 }, "The intensity inside the window is below the one outside."],
])("refuses %j", (config, sentence) => {
  expect(StaticConfig.safeParse(config).error?.issues[0]?.message).toBe(sentence);
});
