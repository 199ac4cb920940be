import { expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { documentOf, type Turn } from "./green-switch.ts";
import { forecastIn, historyIn, SignalDocument } from "./signal-document.ts";

const now = new Date("2026-01-05T12:07:30Z");
const made = (turns: Turn[] = []) =>
  documentOf({ zone: "DE", turns, now, gramsAt: () => 250, inside: 100, outside: 400 });

test("what the service says, the schema takes", () => {
  const parsed = SignalDocument.parse(JSON.parse(JSON.stringify(made())));
  expect(historyIn(parsed, now)).toHaveLength(720);
  expect(historyIn(parsed, now).at(-1)).toEqual({
    startsAt: new Date("2026-01-05T12:06:00Z"),
    stepMs: MINUTE_MS,
    gramsPerKwh: 250,
    quality: "measured",
  });
  const forecast = forecastIn(parsed, now);
  expect(forecast?.startsAt).toEqual(new Date("2026-01-05T12:05:00Z"));
  expect(forecast?.gramsPerKwh).toHaveLength(576);
});

test("what is set now holds for all that is ahead, and for the past since it was set", () => {
  const document = made([
    { at: new Date("2026-01-05T11:00:00Z"), green: "off" },
    { at: new Date("2026-01-05T12:00:00Z"), green: "on" },
  ]);
  expect(new Set(document.forecast?.gramsPerKwh)).toEqual(new Set([100]));
  expect(document.history.gramsPerKwh.slice(-8)).toEqual([400, 100, 100, 100, 100, 100, 100, 100]);
  expect(document.history.gramsPerKwh[0]).toBe(250);
});

test("back on auto, the clock rules", () => {
  const { forecast } = made([
    { at: new Date("2026-01-05T12:00:00Z"), green: "on" },
    { at: new Date("2026-01-05T12:05:00Z"), green: "auto" },
  ]);
  expect(new Set(forecast?.gramsPerKwh)).toEqual(new Set([250]));
});

test.each([
  [
    "a negative intensity",
    { history: { startsAt: "2026-01-05T00:00:00Z", stepSeconds: 60, gramsPerKwh: [-1] } },
  ],
  ["a step of nothing", { history: { startsAt: "2026-01-05T00:00:00Z", stepSeconds: 0, gramsPerKwh: [1] } }],
  ["no instant", { history: { startsAt: "soon", stepSeconds: 60, gramsPerKwh: [1] } }],
  ["no history", {}],
])("%s is refused with a sentence", (_, document) => {
  const { error } = SignalDocument.safeParse(document);
  expect(error?.issues[0]?.message).toBeTruthy();
});
