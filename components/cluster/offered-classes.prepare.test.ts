import { expect, test } from "vitest";
import type { ClusterClassView } from "#server/domain/cluster/cluster-api/management.ts";
import { keepOffered } from "./offered-classes.prepare.ts";

const of = (name: string, change: Partial<ClusterClassView> = {}): ClusterClassView => ({
  name,
  namespace: "fleet",
  versions: ["v1.36.4"],
  workerClasses: ["large"],
  variables: [],
  problem: null,
  ...change,
});
const broken = of("quick", { versions: [], workerClasses: [], problem: "Its template is gone." });

test.each<[string, ClusterClassView[], ClusterClassView[], ClusterClassView[]]>([
  ["what is new is offered too", [of("quick")], [of("quick"), of("other")], [of("quick"), of("other")]],
  [
    "what changed is as it is now",
    [of("quick")],
    [of("quick", { versions: [] })],
    [of("quick", { versions: [] })],
  ],
  [
    "one that broke keeps its fields, and says why it cannot be used",
    [of("quick")],
    [broken],
    [of("quick", { problem: "Its template is gone." })],
  ],
  ["one that was mended is as it is now", [broken], [of("quick")], [of("quick")]],
  [
    "one that went is still there, and says so",
    [of("quick"), of("other")],
    [of("other")],
    [of("quick", { problem: "It is not there any more." }), of("other")],
  ],
  ["where none can be seen at all, nothing is said of any", [of("quick")], [], [of("quick")]],
])("%s", (_, before, now, after) => {
  expect(keepOffered(before, now)).toEqual(after);
});
