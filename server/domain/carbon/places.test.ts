import { expect, test } from "vitest";
import { CLOUD_REGIONS } from "./cloud-regions.ts";
import {
  gridZoneOf,
  gridZoneOfNodes,
  PlaceName,
  placeWords,
  Places,
  REGION_LABEL,
  ZONE_LABEL,
} from "./places.ts";

const labels = (zone?: string, region?: string) => ({
  ...(zone !== undefined && { [ZONE_LABEL]: zone }),
  ...(region !== undefined && { [REGION_LABEL]: region }),
});

test.each<[string, Record<string, string>, Places, string | undefined]>([
  ["an AWS zone by its region", labels("eu-central-1a", "eu-central-1"), {}, "DE"],
  ["an AWS zone alone: without its letter", labels("eu-central-1a"), {}, "DE"],
  ["a Google zone alone", labels("europe-west3-a"), {}, "DE"],
  ["an Azure zone alone: without its number", labels("germanywestcentral-1"), {}, "DE"],
  ["a region whose name ends in a number keeps it", labels(undefined, "eu-west-2"), {}, "GB"],
  ["capitals are the same place", labels(undefined, "SBG"), {}, "FR"],
  [
    "a person's zone goes before all",
    labels("eu-central-1a", "eu-central-1"),
    { "eu-central-1a": "DE-X" },
    "DE-X",
  ],
  [
    "a person's region goes before the table",
    labels("eu-central-1a", "eu-central-1"),
    { "eu-central-1": "AT" },
    "AT",
  ],
  ["the exact zone goes before a person's region", labels("eu-west-1", "rack-7"), { "rack-7": "CH" }, "IE"],
  ["a room of one's own", labels("room-2", "berlin"), { berlin: "DE" }, "DE"],
  ["an unknown place is not guessed", labels("room-2", "atlantis"), {}, undefined],
  ["no label, no zone", {}, {}, undefined],
  ["an empty label is none", labels(""), {}, undefined],
  ["a place named as a property of every object", labels("constructor"), {}, undefined],
])("%s", (_, of, overrides, gridZone) => expect(gridZoneOf(of, overrides)?.gridZone).toBe(gridZone));

test("of several nodes most decide, and those without a known place are not counted", () => {
  const nodes = [
    labels("eu-west-3a"),
    labels("eu-central-1a"),
    labels("eu-central-1b"),
    labels("room-2"),
    {},
  ];
  expect(gridZoneOfNodes(nodes)).toMatchObject({ gridZone: "DE", place: "eu-central-1", count: 2 });
  expect(gridZoneOfNodes([{}])).toBeUndefined();
});

const once = (all: readonly string[]): number => new Set(all).size;

test("the table has each place of a provider once, a name in one grid alone, and its providers", () => {
  const names = CLOUD_REGIONS.map(({ region }) => region);
  expect(once(CLOUD_REGIONS.map(({ provider, region }) => `${provider} ${region}`))).toBe(names.length);
  expect(once(CLOUD_REGIONS.map(({ region, gridZone }) => `${region} ${gridZone}`))).toBe(once(names));
  expect(names.every((name) => PlaceName.safeParse(name).data === name)).toBe(true);
  expect([...new Set(CLOUD_REGIONS.map(({ provider }) => provider))].toSorted()).toEqual([
    "AWS",
    "Azure",
    "DigitalOcean",
    "Google Cloud",
    "Hetzner",
    "OVHcloud",
    "Scaleway",
  ]);
});

test.each([
  [{ "a b": "DE" }, /A place is the value of a node's label/],
  [{ "eu-central-1": "a/b" }, /A zone's key has letters/],
  [Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`p${index}`, "DE"])), /At most 500 places/],
])("places that cannot be are refused with a sentence", (places, sentence) => {
  expect(
    Places.safeParse(places).error?.issues.map(({ code, message, ...rest }) =>
      code === "invalid_key" && "issues" in rest
        ? (rest.issues as { message: string }[])[0]?.message
        : message,
    )[0],
  ).toMatch(sentence);
});

test.each([
  ["the same grid", "DE", "Its nodes stand in eu-central-1 (AWS), which the grid DE feeds."],
  ["another grid", "FR", "Its nodes stand in eu-central-1 (AWS), which the grid DE feeds; it is set to FR."],
])("where nodes stand is told beside %s", (_, set, sentence) => {
  expect(placeWords(gridZoneOf(labels("eu-central-1a")), set)).toBe(sentence);
  expect(placeWords(gridZoneOf(labels("room-2")), set)).toBeUndefined();
});
