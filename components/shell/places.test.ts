import { expect, test } from "vitest";
import { crumbsOf, isHere } from "./places.ts";

test.each([
  ["/", "Overview"],
  ["/clusters", "Clusters"],
  ["/clusters/ber-batch-2", "Clusters / ber-batch-2"],
  ["/workloads/lab/team%20a/era5", "Workloads / lab / team a / era5"],
  ["/clusters/%E0%A4%A", "Clusters / %E0%A4%A"],
  ["/nowhere", ""],
])("%s is %s", (pathname, words) => {
  expect(
    crumbsOf(pathname)
      .map(({ name }) => name)
      .join(" / "),
  ).toBe(words);
});

test.each([
  ["/", "/", true],
  ["/clusters", "/", false],
  ["/clusters/ber-batch-2", "/clusters", true],
  ["/clusters-of-old", "/clusters", false],
])("on %s, %s is marked: %s", (pathname, href, here) => expect(isHere(pathname, href)).toBe(here));
