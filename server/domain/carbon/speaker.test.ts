import { expect, test } from "vitest";
import { speakerOf, standInOf, zoneFailureOf, zoneProvenance, type ZoneSource } from "./speaker.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 0, 5, hour, 5));
const source = (
  name: string,
  okHour: number | null,
  failure?: [hour: number, message: string],
): ZoneSource => ({
  id: name,
  source: name,
  config: {},
  account: null,
  lastOkAt: okHour === null ? null : at(okHour),
  failure: failure ? { at: at(failure[0]), message: failure[1] } : null,
});
const REFUSED: [number, string] = [14, "Electricity Maps refuses the key (401)."];
const AWAY: [number, string] = [15, "UK Carbon Intensity cannot be reached."];

test.each<[string, ZoneSource[], string | undefined, string, object | null]>([
  [
    "the first speaks while it answers",
    [source("recorded", 14), source("static", null)],
    "recorded",
    "recorded 2022, replayed",
    null,
  ],
  [
    "the next speaks while the first fails, and it says so",
    [source("recorded", 13, REFUSED), source("static", 14)],
    "static",
    "set by the clock, not measured, since 14:05 UTC as Electricity Maps refuses the key (401)",
    { since: at(14), message: REFUSED[1] },
  ],
  [
    "the first speaks again when it answers again",
    [source("recorded", 15), source("static", 14)],
    "recorded",
    "recorded 2022, replayed",
    null,
  ],
  [
    "what lies behind a colon is for the settings page",
    [source("recorded", 13, [14, "EIA cannot be reached: getaddrinfo ENOTFOUND."]), source("static", 14)],
    "static",
    "set by the clock, not measured, since 14:05 UTC as EIA cannot be reached",
    { since: at(14), message: "EIA cannot be reached: getaddrinfo ENOTFOUND." },
  ],
  [
    "the third, since the second failed too",
    [source("recorded", 13, REFUSED), source("uk-carbon-intensity", 14, AWAY), source("static", 15)],
    "static",
    "set by the clock, not measured, since 15:05 UTC as Electricity Maps refuses the key (401)",
    { since: at(15), message: REFUSED[1] },
  ],
  [
    "nobody has spoken yet: it is the first one's turn",
    [source("recorded", null, REFUSED), source("static", null)],
    "recorded",
    "recorded 2022, replayed",
    null,
  ],
  [
    "moved down by a person, it spoke last but stands in for nobody",
    [source("static", null), source("recorded", 14)],
    "recorded",
    "recorded 2022, replayed",
    null,
  ],
  ["a zone without a source", [], undefined, "no source", null],
])("%s", (_, sources, speaker, provenance, standIn) => {
  expect(speakerOf(sources)?.source).toBe(speaker);
  expect(zoneProvenance(sources).replaceAll("\u00a0", " ")).toBe(provenance);
  expect(standInOf(sources)).toEqual(standIn);
});

test.each<[string, ZoneSource[], object | null]>([
  ["one of two answers: the zone does not fail", [source("recorded", 1, REFUSED), source("static", 2)], null],
  ["the only one fails: its sentence", [source("recorded", 1, REFUSED)], { at: at(14), message: REFUSED[1] }],
  [
    "all fail: each one's sentence, since the last one went",
    [source("recorded", 1, REFUSED), source("uk-carbon-intensity", 2, AWAY)],
    {
      at: at(15),
      message: `None of its sources answers. ${REFUSED[1]} ${AWAY[1]}`,
    },
  ],
  ["no source, no failure", [], null],
])("%s", (_, sources, failure) => expect(zoneFailureOf(sources)).toEqual(failure));
