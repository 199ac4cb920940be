import { expect, test } from "vitest";
import { arc, lens, point, sector } from "./polar.ts";

test.each([
  ["the top is 0 degrees", 0, { x: 0, y: -10 }],
  ["a quarter turn is clockwise, to the right", 90, { x: 10, y: 0 }],
  ["before the top is to the left", -90, { x: -10, y: 0 }],
])("%s", (_, degrees, place) => expect(point(10, degrees)).toEqual(place));

test("an arc of more than half a turn takes the long way", () => {
  expect(arc(10, 0, 270)).toBe("M0 -10A10 10 0 1 1 -10 0");
  expect(arc(10, 0, 90)).toBe("M0 -10A10 10 0 0 1 10 0");
});

test("a full turn is a closed ring, not nothing", () => {
  expect(arc(10, 0, 360)).toBe("M0 -10A10 10 0 0 1 0 10A10 10 0 0 1 0 -10");
});

test("a sector closes on its inner radius", () => {
  expect(sector(5, 10, 0, 90)).toBe("M0 -5L0 -10A10 10 0 0 1 10 0L5 0A5 5 0 0 0 0 -5Z");
});

test("a lens is as high as asked, and as wide at its waist", () => {
  expect(lens(3, 6)).toBe("M0 -6Q6 0 0 6Q-6 0 0 -6Z");
});
