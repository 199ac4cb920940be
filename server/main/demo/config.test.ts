import { expect, test } from "vitest";
import { readDemoWish, type DemoWish } from "./config.ts";

test.each<[string[], DemoWish]>([
  [["apply"], { verb: "apply", zone: "demo" }],
  [["status", "--zone", "DE"], { verb: "status", zone: "DE" }],
  [["green", "on"], { verb: "green", green: true, zone: "demo" }],
  [["green", "off", "--zone=lab"], { verb: "green", green: false, zone: "lab" }],
  [["remove"], { verb: "remove", zone: "demo" }],
])("karbon demo %j", (args, wish) => {
  expect(readDemoWish(args)).toEqual(wish);
});

test.each<[string[], string]>([
  [[], "karbon demo does nothing by itself; say apply, status, green on, green off or remove."],
  [["undo"], "There is no karbon demo undo; say apply, status, green on, green off or remove."],
  [["green"], "Say `karbon demo green on` or `karbon demo green off`."],
  [["green", "auto"], "Say `karbon demo green on` or `karbon demo green off`."],
  [["apply", "--zome", "DE"], "Unknown option '--zome'."],
  [["apply", "now"], "Unexpected argument 'now'."],
  [
    ["apply", "--zone", "D E"],
    "--zone: A zone's key has letters, digits, hyphens, dots and underscores, such as US-CAL-CISO.",
  ],
])("karbon demo %j: %s", (args, sentence) => {
  expect(() => readDemoWish(args)).toThrow(sentence);
});
