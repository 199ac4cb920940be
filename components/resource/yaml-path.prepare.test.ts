import { expect, test } from "vitest";
import { placeAt } from "./yaml-path.prepare.ts";

const TEXT = `apiVersion: apps/v1
spec:
  replicas: 1
  template:
    spec:
      # what runs
      containers:
        - name: web
          image: a:1
      restartPolicy: Always
  kubectl:
  - name: x`.split("\n");

test.each<[string, string[], string, unknown]>([
  ["the top", TEXT.slice(0, 1), "sp", { path: [], valueOf: undefined, typed: "sp" }],
  ["under a key", TEXT.slice(0, 3), "  pau", { path: ["spec"], valueOf: undefined, typed: "pau" }],
  [
    "in an item of a list",
    TEXT.slice(0, 9),
    "          ima",
    { path: ["spec", "template", "spec", "containers"], valueOf: undefined, typed: "ima" },
  ],
  [
    "at the start of an item",
    TEXT.slice(0, 9),
    "        - na",
    { path: ["spec", "template", "spec", "containers"], valueOf: undefined, typed: "na" },
  ],
  [
    "back out of the list",
    TEXT.slice(0, 9),
    "      rest",
    { path: ["spec", "template", "spec"], valueOf: undefined, typed: "rest" },
  ],
  [
    "a value",
    TEXT.slice(0, 9),
    "      restartPolicy: Al",
    { path: ["spec", "template", "spec"], valueOf: "restartPolicy", typed: "Al" },
  ],
  [
    "a list set in no further than its key",
    TEXT,
    "    na",
    { path: ["spec", "kubectl"], valueOf: undefined, typed: "na" },
  ],
  ["a comment", TEXT, "  # na me", undefined],
  ["brackets", TEXT, "  args: [a, b", undefined],
])("%s", (_, above, before, place) => {
  expect(placeAt(above, before)).toEqual(place);
});
