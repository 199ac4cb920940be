import { expect, test } from "vitest";
import { checkPlace, placeOf } from "./place-draft.ts";

const LATITUDE = "Give the latitude in degrees from -90 to 90, such as 37.77.";
const LONGITUDE = "Give the longitude in degrees from -180 to 180, such as -122.42.";

test.each<[string, string, string, object]>([
  ["nothing: no weather", " ", "", { ok: true, weather: null }],
  [
    "a place",
    "37.77",
    " -122.42 ",
    { ok: true, weather: { latitudeDegrees: 37.77, longitudeDegrees: -122.42 } },
  ],
  ["a decimal comma", "0,5", "0", { ok: true, weather: { latitudeDegrees: 0.5, longitudeDegrees: 0 } }],
  ["half a place", "37.77", "", { ok: false, errors: { longitude: LONGITUDE } }],
  ["a place that is none", "91", "-181", { ok: false, errors: { latitude: LATITUDE, longitude: LONGITUDE } }],
  ["words", "north", "1", { ok: false, errors: { latitude: LATITUDE } }],
  ["no number without an end", "Infinity", "1", { ok: false, errors: { latitude: LATITUDE } }],
])("%s", (_, latitude, longitude, expected) => {
  expect(checkPlace({ latitude, longitude })).toEqual(expected);
});

test("what is in force comes back as it is", () => {
  const weather = { latitudeDegrees: 40.1, longitudeDegrees: -75 };
  expect(checkPlace(placeOf(weather))).toEqual({ ok: true, weather });
});
