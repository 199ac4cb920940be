import { expect, test } from "vitest";
import { checkPlace, regionsLike } from "./places-draft.ts";

test.each([
  [
    "a place in capitals is kept in small letters",
    { place: " EU-Central-1 ", gridZone: " DE " },
    { place: "eu-central-1", gridZone: "DE" },
  ],
  [
    "no place",
    { place: "", gridZone: "DE" },
    { errors: { place: "A place is the value of a node's label, such as eu-central-1 or europe-west3-a." } },
  ],
  [
    "no grid",
    { place: "rack-7", gridZone: "" },
    { errors: { gridZone: "Give the zone's key, such as DE or US-CAL-CISO." } },
  ],
  [
    "one that is set",
    { place: "berlin", gridZone: "DE" },
    { errors: { place: "berlin is set already. Remove it first." } },
  ],
])("%s", (_, draft, expected) => expect(checkPlace(draft, { berlin: "DE" })).toMatchObject(expected));

test("a region is found by its name, its provider or its grid; what a person set is told", () => {
  expect(regionsLike("EU-central-1", { "eu-central-1": "AT" })).toMatchObject([
    { region: "eu-central-1", gridZone: "DE", overridden: "AT" },
  ]);
  expect(regionsLike("scaleway", {})).toHaveLength(9);
  expect(regionsLike("nowhere", {})).toEqual([]);
});
