import { expect, test } from "vitest";
import { ClusterObject, isPausedBy } from "./cluster-object.ts";

const pausedBy = (manager: string, field: string, paused = true) =>
  ClusterObject.parse({
    metadata: {
      name: "heron",
      namespace: "fleet",
      managedFields: [
        { manager: "capi", fieldsV1: { "f:status": {} } },
        { manager, fieldsV1: { "f:spec": { [field]: {} } } },
      ],
    },
    spec: { paused },
  });

test.each([
  ["we did", pausedBy("karbonetes", "f:paused"), true],
  ["somebody else did, such as clusterctl move", pausedBy("clusterctl", "f:paused"), false],
  ["we keep another field of it", pausedBy("karbonetes", "f:topology"), false],
  ["it is not paused any more", pausedBy("karbonetes", "f:paused", false), false],
])("whether a pause is ours to lift: %s", (_, cluster, expected) => {
  expect(isPausedBy("karbonetes", cluster)).toBe(expected);
});
