import { expect, test } from "vitest";
import type { Pod } from "../kubernetes.ts";
import { containerStanding } from "./container-standing.ts";

const ended = (exitCode: number) => ({ terminated: { exitCode } });
const main = (state: object, lastState = {}) => ({ containerStatuses: [{ name: "main", state, lastState }] });
const creating = { waiting: { reason: "ContainerCreating" } };

test.each([
  ["no status yet", "Always", {}, "main", false, false],
  ["being created", "Always", main(creating), "main", false, false],
  ["running", "Always", main({ running: {} }), "main", true, false],
  ["crashed, and waiting for its restart", "Always", main(creating, ended(1)), "main", true, false],
  ["ended, and to be restarted", "Always", main(ended(0)), "main", true, false],
  ["ended for good", "Never", main(ended(1)), "main", true, true],
  ["ended well", "OnFailure", main(ended(0)), "main", true, true],
  ["failed, and to be restarted", "OnFailure", main(ended(1)), "main", true, false],
  ["of a pod that succeeded", "Never", { phase: "Succeeded" }, "main", false, true],
  ["of a pod that failed", "Always", { phase: "Failed" }, "main", false, true],
  [
    "an init container that ended well",
    "Always",
    { initContainerStatuses: [{ name: "first", state: ended(0) }] },
    "first",
    true,
    true,
  ],
  [
    "an init container that failed",
    "Always",
    { initContainerStatuses: [{ name: "first", state: ended(1) }] },
    "first",
    true,
    false,
  ],
  [
    "a sidecar that ended",
    "Never",
    { initContainerStatuses: [{ name: "side", state: ended(0) }] },
    "side",
    true,
    false,
  ],
])("%s", (_, restartPolicy, status, container, started, finished) => {
  const spec = {
    restartPolicy,
    initContainers: [{ name: "first" }, { name: "side", restartPolicy: "Always" }],
    containers: [{ name: "main" }],
  };
  const pod = { metadata: { name: "p" }, spec, status } as unknown as Pod;
  expect(containerStanding(pod, container)).toEqual({ started, finished });
});
